package org.attune.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.attune.machine.Gpus.Vendor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VisibleGpusTest {
    private FileTree tree;

    @BeforeEach
    void noDriver(@TempDir Path root) {
        tree = new FileTree(root);
    }

    private Gpus by(String... variables) {
        Map<String, String> environment = new HashMap<>(Map.of("PATH", tree.root() + "/bin:/usr/bin:/bin"));
        for (int i = 0; i < variables.length; i += 2) {
            environment.put(variables[i], variables[i + 1]);
        }
        return VisibleGpus.find(tree.files(), environment);
    }

    private static Map<String, String> shown(Gpus gpus, List<String> devices, Map<String, String> inherited) {
        Map<String, String> environment = new HashMap<>(inherited);
        gpus.show(devices, environment);
        return environment;
    }

    @Test
    void whatCudaIsShownIsKeptAsItIs() {
        assertThat(by("CUDA_VISIBLE_DEVICES", "3, GPU-1a,MIG-2b,MIG-GPU-3c/1/0"))
                .isEqualTo(new Gpus(
                        Vendor.NVIDIA, List.of("3", "GPU-1a", "MIG-2b", "MIG-GPU-3c/1/0"), "by CUDA_VISIBLE_DEVICES"));
    }

    @Test
    void theListEndsWhereNoDeviceIsNamed() {
        assertThat(by("CUDA_VISIBLE_DEVICES", "3,-1,4").ids()).containsExactly("3");
        assertThat(by("CUDA_VISIBLE_DEVICES", "").ids()).isEmpty();
        assertThat(by("CUDA_VISIBLE_DEVICES", "NoDevFiles").text()).isEqualTo("0 GPUs by CUDA_VISIBLE_DEVICES");
        assertThat(by("CUDA_VISIBLE_DEVICES", "1,1").ids()).containsExactly("1");
    }

    @Test
    void hipCountsWithinWhatRocrLetsThrough() {
        assertThat(by("ROCR_VISIBLE_DEVICES", "2,3,5", "HIP_VISIBLE_DEVICES", "1,2"))
                .isEqualTo(new Gpus(Vendor.AMD, List.of("3", "5"), "by ROCR_VISIBLE_DEVICES and HIP_VISIBLE_DEVICES"));
        assertThat(by("ROCR_VISIBLE_DEVICES", "2", "HIP_VISIBLE_DEVICES", "1").ids())
                .isEmpty();
        assertThat(by("HIP_VISIBLE_DEVICES", "1,3").ids()).containsExactly("1", "3");
        assertThat(by("ROCR_VISIBLE_DEVICES", "0,GPU-4b").ids()).containsExactly("0", "GPU-4b");
    }

    @Test
    void theDriverDecidesWhereVariablesOfBothVendorsAreSet() throws Exception {
        String[] both = {"CUDA_VISIBLE_DEVICES", "0", "ROCR_VISIBLE_DEVICES", "0"};
        assertThat(by(both).vendor()).isEqualTo(Vendor.NVIDIA);
        tree.file("/dev/kfd", "");
        assertThat(by(both).vendor()).isEqualTo(Vendor.AMD);
        assertThat(by("CUDA_VISIBLE_DEVICES", "1,2"))
                .isEqualTo(new Gpus(Vendor.AMD, List.of("1", "2"), "by CUDA_VISIBLE_DEVICES"));
    }

    @Test
    void anNvidiaTrialIsShownItsDevicesInCudasVariableAlone() {
        Gpus gpus = by("CUDA_VISIBLE_DEVICES", "4,GPU-1a");
        assertThat(shown(gpus, List.of("GPU-1a"), Map.of("CUDA_VISIBLE_DEVICES", "4,GPU-1a", "A", "1")))
                .isEqualTo(Map.of("CUDA_VISIBLE_DEVICES", "GPU-1a", "A", "1"));
    }

    @Test
    void anAmdTrialIsShownItsDevicesByRocrAndAllOfThoseByHip() {
        Gpus gpus = by("ROCR_VISIBLE_DEVICES", "2,3,5");
        assertThat(shown(gpus, List.of("3", "5"), Map.of("CUDA_VISIBLE_DEVICES", "2", "GPU_DEVICE_ORDINAL", "2")))
                .isEqualTo(Map.of("ROCR_VISIBLE_DEVICES", "3,5", "HIP_VISIBLE_DEVICES", "0,1"));
    }

    @Test
    void nvidiaSmiIsAsked() throws Exception {
        tree.tool("nvidia-smi", """
                [ "$1" = -L ] || exit 9
                echo 'GPU 0: NVIDIA H100 80GB HBM3 (UUID: GPU-4dd97325-7fe6-abf1-d6a9-ba746fe0fdab)'
                echo 'GPU 1: NVIDIA H100 80GB HBM3 (UUID: GPU-9e13f17f-a213-eb38-9a9c-0b2a540e4908)'""");
        assertThat(by()).isEqualTo(new Gpus(Vendor.NVIDIA, List.of("0", "1"), "by nvidia-smi"));
    }

    @Test
    void partsOfADeviceAreDevicesOfTheirOwn() throws Exception {
        tree.tool("nvidia-smi", """
                echo 'GPU 0: NVIDIA A100-SXM4-40GB (UUID: GPU-c4e0b2a1)'
                echo '  MIG 3g.20gb     Device  0: (UUID: MIG-11110000)'
                echo '  MIG 1c.2g.10gb  Device  1: (UUID: MIG-11110001)'
                echo 'GPU 1: NVIDIA A100-SXM4-40GB (UUID: GPU-c4e0b2a2)'""");
        assertThat(by().ids()).containsExactly("MIG-11110000", "MIG-11110001", "GPU-c4e0b2a2");
    }

    @Test
    void amdSmiIsAsked() throws Exception {
        tree.tool("amd-smi", """
                [ "$1" = list ] || exit 9
                for i in 0 1 2; do
                echo "GPU: $i
                    BDF: 0000:0$i:00.0
                    UUID: 67ff74b5-0000-1000-80c7-0000000000$i
                    KFD_ID: 65402
                    NODE_ID: 2
                    PARTITION_ID: 0
                "
                done""");
        assertThat(by()).isEqualTo(new Gpus(Vendor.AMD, List.of("0", "1", "2"), "by amd-smi"));
    }

    @Test
    void rocmSmiIsAskedInBothOfItsForms() throws Exception {
        tree.tool("rocm-smi", """
                [ "$1" = --showid ] || exit 9
                echo '============================ ROCm System Management Interface ============================'
                echo '=========================================== ID ==========================================='
                printf 'GPU[0]\\t\\t: Device Name: \\t\\tAMD Instinct MI325X\\n'
                printf 'GPU[0]\\t\\t: Device ID: \\t\\t0x74a5\\n'
                printf 'GPU[1]\\t\\t: Device Name: \\t\\tAMD Instinct MI325X\\n'
                printf 'GPU[1]\\t\\t: Device ID: \\t\\tN/A\\n'
                echo '================================== End of ROCm SMI Log ==================================='""");
        assertThat(by()).isEqualTo(new Gpus(Vendor.AMD, List.of("0", "1"), "by rocm-smi"));
        tree.tool("rocm-smi", "echo 'GPU[1] \t\t: GPU ID: 0x67df'; echo 'GPU[0] \t\t: GPU ID: 0x0100'");
        assertThat(by().ids()).containsExactly("0", "1");
    }

    @Test
    void aToolThatFailsOrTalksRubbishKnowsOfNoDevice() throws Exception {
        tree.tool("nvidia-smi", "echo 'NVIDIA-SMI has failed because it cannot talk to the driver.'; exit 9")
                .tool("amd-smi", "echo '<html>'")
                .tool("rocm-smi", "echo 'GPU: no such thing'");
        assertThat(by().text()).isEqualTo("0 GPUs by the drivers' tools");
    }

    @Test
    void aToolThatHangsIsGivenUp() throws Exception {
        tree.tool("nvidia-smi", "sleep 1000");
        GpuTools tools = new GpuTools(tree.root() + "/bin", Duration.ofMillis(200));
        assertThat(tools.nvidia()).isEmpty();
        tree.tool("rocm-smi", "exec >&- 2>&-; exec sleep 1000");
        assertThat(new GpuTools(tree.root() + "/bin", Duration.ofMillis(200)).amd("rocm-smi"))
                .isZero();
    }

    @Test
    void withoutAnyToolThereIsNone() {
        Gpus none = VisibleGpus.find(tree.files(), Map.of("PATH", tree.root().toString()));
        assertThat(none.vendor()).isEqualTo(Vendor.NONE);
        assertThat(none.text()).isEqualTo("0 GPUs for lack of a driver's tool");
    }
}
