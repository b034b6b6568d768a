"""A regression on two machines at once: each process has half of the data, and torch averages their gradients."""

import os

import torch
import torch.distributed as dist
from torch.nn.parallel import DistributedDataParallel

import attune

EPOCHS = int(os.environ.get("EPOCHS", 8))


def train(config):
    dist.init_process_group("gloo")  # rank, number and address are in the environment
    rank, size = dist.get_rank(), dist.get_world_size()
    torch.manual_seed(0)
    x = torch.randn(512, 8)
    y = torch.sin(x.sum(1, keepdim=True))
    x, y = x[rank::size], y[rank::size]

    model = torch.nn.Sequential(torch.nn.Linear(8, config["hidden"]), torch.nn.Tanh(), torch.nn.Linear(config["hidden"], 1))
    before = attune.checkpoint()  # each process finds the same one
    if before:
        model.load_state_dict(torch.load(before / "model.pt"))
    parallel = DistributedDataParallel(model)
    optimizer = torch.optim.SGD(model.parameters(), lr=config["lr"])
    for step in range(attune.trial().step + 1, EPOCHS + 1):
        for _ in range(20):
            optimizer.zero_grad()
            loss = torch.nn.functional.mse_loss(parallel(x), y)
            loss.backward()
            optimizer.step()
        total = loss.detach().clone()
        dist.all_reduce(total)
        print(f"step {step}: rank {rank} of {size}, own loss {loss.item():.4f}", flush=True)
        saved = attune.save_dir()
        if rank == 0:
            torch.save(model.state_dict(), saved / "model.pt")
        attune.report(step=step, loss=total.item() / size, checkpoint=saved if rank == 0 else None)  # only rank 0's counts
    dist.destroy_process_group()
