package cloud.bleu.placement.model;

/** What a rule is asked about: each is something that a workload stands on. */
public enum Link {
  /** A zone that replicas run in, or would recover in. */
  Zone,
  /** An offering of somebody else that the workload relies on and does not run. */
  Dependency,
  /** A zone that backups are written to. */
  BackupZone
}
