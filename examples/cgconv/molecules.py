"""The G2 set of molecules as graphs: 148 small molecules whose measured thermochemistry comes with the package ase."""

import torch
from ase.build import molecule
from ase.data import g2
from torch_geometric.data import Data

CUTOFF = 4.0  # angstrom: two atoms closer than this are joined by an edge in each direction
TARGETS = ("enthalpy", "ZPE", "thermal correction")  # kcal/mol
ELEMENTS = sorted({int(number) for name in g2.molecule_names for number in molecule(name).numbers})
CENTRES = torch.linspace(0.0, CUTOFF, 41)
NODE_SIZE, EDGE_SIZE = len(ELEMENTS), len(CENTRES)


def graph(name: str) -> Data:
    """One-hot elements on the nodes, distances expanded in Gaussians on the edges, the three targets as y."""
    atoms = molecule(name)
    positions = torch.tensor(atoms.positions, dtype=torch.float32)
    distances = torch.cdist(positions, positions)
    source, target = torch.nonzero((distances < CUTOFF) & ~torch.eye(len(atoms), dtype=torch.bool), as_tuple=True)
    width = CENTRES[1] - CENTRES[0]
    return Data(
        x=torch.eye(NODE_SIZE)[[ELEMENTS.index(number) for number in atoms.numbers]],
        edge_index=torch.stack([source, target]),
        edge_attr=torch.exp(-(((distances[source, target, None] - CENTRES) / width) ** 2)),
        y=torch.tensor([[g2.data[name][target] for target in TARGETS]], dtype=torch.float32),
    )


def load(training_share: float = 0.8, seed: int = 0) -> "tuple[list[Data], list[Data]]":
    """Training and validation graphs, always the same split; targets standardised by the training part."""
    graphs = [graph(name) for name in g2.molecule_names]
    order = torch.randperm(len(graphs), generator=torch.Generator().manual_seed(seed)).tolist()
    cut = round(training_share * len(graphs))
    training = torch.cat([graphs[i].y for i in order[:cut]])
    mean, deviation = training.mean(dim=0), training.std(dim=0)
    for item in graphs:
        item.y = (item.y - mean) / deviation
    return [graphs[i] for i in order[:cut]], [graphs[i] for i in order[cut:]]
