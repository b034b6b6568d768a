"""A crystal-graph convolution network that predicts the thermochemistry of molecules, tuned by Attune.

Alone, `python train.py` trains one network for a few epochs with the defaults."""

import torch
from torch import nn
from torch.nn import functional
from torch_geometric.loader import DataLoader
from torch_geometric.nn import CGConv, global_mean_pool

import attune
import molecules

MAX_EPOCHS = 27


class Network(nn.Module):
    """Atoms embedded in `width` dimensions, two graph convolutions with batch normalisation, a mean over the atoms, a head."""

    def __init__(self, width: int):
        super().__init__()
        self.embed = nn.Linear(molecules.NODE_SIZE, width)
        self.convolutions = nn.ModuleList(CGConv(width, dim=molecules.EDGE_SIZE, batch_norm=True) for _ in range(2))
        self.head = nn.Sequential(nn.Linear(width, 64), nn.Softplus(), nn.Linear(64, len(molecules.TARGETS)))

    def forward(self, batch):
        x = self.embed(batch.x)
        for convolution in self.convolutions:
            x = convolution(x, batch.edge_index, batch.edge_attr)
        return self.head(global_mean_pool(x, batch.batch))


def train_epoch(network, optimizer, loader) -> None:
    network.train()
    for batch in loader:
        optimizer.zero_grad()
        functional.mse_loss(network(batch), batch.y).backward()
        optimizer.step()


@torch.no_grad()
def mean_loss(network, loader) -> float:
    network.eval()
    errors = [functional.mse_loss(network(batch), batch.y, reduction="none") for batch in loader]
    return torch.cat(errors).mean().item()


def train_network(config: dict, epochs: int = MAX_EPOCHS) -> None:
    torch.manual_seed(config.get("seed", 0))
    # Here, not where modules are imported: no GPU may be in use when a trial is forked.
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    training, validation = ([graph.to(device) for graph in part] for part in molecules.load())
    shuffling = torch.Generator().manual_seed(config.get("seed", 0))
    training = DataLoader(training, batch_size=config["batch_size"], shuffle=True, generator=shuffling)
    validation = DataLoader(validation, batch_size=len(validation))

    network = Network(config["conv_dim"]).to(device)
    optimizer = torch.optim.Adam(network.parameters(), lr=config["lr"], weight_decay=config["weight_decay"])
    scheduler = torch.optim.lr_scheduler.ReduceLROnPlateau(optimizer, factor=0.5, patience=3)
    parts = {"network": network, "optimizer": optimizer, "scheduler": scheduler}

    first = 1
    if attune.checkpoint():
        saved = torch.load(attune.checkpoint() / "state.pt", map_location="cpu", weights_only=True)
        for name, part in parts.items():
            part.load_state_dict(saved[name])
        shuffling.set_state(saved["shuffling"])
        torch.set_rng_state(saved["random"])
        first = saved["epoch"] + 1

    for epoch in range(first, epochs + 1):
        train_epoch(network, optimizer, training)
        loss = mean_loss(network, validation)
        scheduler.step(loss)
        folder = attune.save_dir()
        state = {name: part.state_dict() for name, part in parts.items()}
        state.update(epoch=epoch, shuffling=shuffling.get_state(), random=torch.get_rng_state())
        torch.save(state, folder / "state.pt")
        attune.report(step=epoch, mean_loss=loss, checkpoint=folder)


if __name__ == "__main__":
    train_network(attune.config(lr=1e-3, weight_decay=1e-4, batch_size=32, conv_dim=256), epochs=5)
