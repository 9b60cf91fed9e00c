"""Trains a line on all hosts together: each takes its share of the rows, and the gradients are averaged (gloo, or NCCL)."""
import json
import os
from pathlib import Path

import torch
import torch.distributed as dist

CUDA = torch.cuda.is_available()
dist.init_process_group("nccl" if CUDA else "gloo")
rank, world = dist.get_rank(), dist.get_world_size()
device = torch.device("cuda", int(os.environ["LOCAL_RANK"])) if CUDA else torch.device("cpu")

rows = [
    [float(value) for value in line.split(",")]
    for file in sorted(Path(os.environ["SM_CHANNEL_TRAINING"]).glob("*.csv"))
    for line in file.read_text().splitlines()
]
data = torch.tensor(rows[rank::world], device=device)
model = torch.nn.parallel.DistributedDataParallel(torch.nn.Linear(1, 1).to(device))
optimiser = torch.optim.SGD(model.parameters(), lr=0.1)
for epoch in range(int(os.environ.get("SM_HP_EPOCHS", "200"))):
    optimiser.zero_grad()
    loss = torch.nn.functional.mse_loss(model(data[:, :1]), data[:, 1:])
    loss.backward()
    optimiser.step()

total = torch.tensor([loss.item()], device=device)
dist.all_reduce(total)
print(f"rank {rank} of {world}, {len(data)} rows, on {os.environ['SM_CURRENT_HOST']}", flush=True)
if rank == 0:
    print(f"train:loss={total.item() / world:.6f};")
    line = {"slope": model.module.weight.item(), "intercept": model.module.bias.item()}
    (Path(os.environ["SM_MODEL_DIR"]) / "line.json").write_text(json.dumps(line))
dist.destroy_process_group()
