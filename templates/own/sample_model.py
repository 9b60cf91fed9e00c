"""Makes the model that the image brings along, until yours takes its place."""
from pathlib import Path

import model

FOLDER = Path("/opt/model")
ROWS = [[5.1, 3.5, 1.4, 0.2], [4.9, 3.0, 1.4, 0.2], [6.0, 2.7, 4.2, 1.3], [5.8, 2.9, 4.7, 0.8]]
LABELS = ["setosa", "setosa", "versicolor", "versicolor"]

FOLDER.mkdir(parents=True, exist_ok=True)
model.save(model.fit(ROWS, LABELS, {}), FOLDER)
