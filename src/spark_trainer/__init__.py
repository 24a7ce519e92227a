"""SparkTrainer: videos in, a documented multimodal dataset out."""

__version__ = "0.1.0"
