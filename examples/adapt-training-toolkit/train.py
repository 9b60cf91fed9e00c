"""Run by the toolkit: hyperparameters come as arguments, folders as SM_* variables."""
import argparse
import os
from pathlib import Path

parser = argparse.ArgumentParser()
parser.add_argument("--epochs", type=int, default=3)
arguments, _ = parser.parse_known_args()

model_dir = Path(os.environ["SM_MODEL_DIR"])
print(f"epochs={arguments.epochs};")
(model_dir / "model.txt").write_text(f"trained for {arguments.epochs} epochs\n")
