"""What people who review share: who has what before them, two opinions of one question, figures counted ahead."""
