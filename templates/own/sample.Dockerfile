# A model to begin with, for as long as the endpoint brings none of its own. Remove both lines when yours does.
RUN python sample_model.py
