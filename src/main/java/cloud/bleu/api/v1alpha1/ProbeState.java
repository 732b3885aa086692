package cloud.bleu.api.v1alpha1;

import cloud.bleu.api.v1alpha1.AvailabilityZoneStatus.Probe;

/** What came of one probe of a zone, by the word that {@code status.health.probes} has for it. */
public enum ProbeState {
  /** Not yet, by this operator. */
  NotAsked,
  /** It is answered as asked for. */
  Answers,
  /** It was answered, and is not any more. */
  Fails,
  /** It is not answered, for a reason that says nothing of the zone, or was never answered. */
  Unclear,
  /** The operator may not ask there. */
  NotAllowed;

  /** Whether that came of a probe; of one with a word that is none of these, none did. */
  public boolean is(Probe probe) {
    return name().equals(probe.state());
  }
}
