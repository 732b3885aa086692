package cloud.bleu.status;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.placement.model.ZoneState;
import cloud.bleu.status.probe.ProbeWords;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What a zone says of the live drill that has it left. */
final class DrillWords {

  private DrillWords() {}

  /** Why nothing new comes. The end of the drill alone may not open the zone. */
  static String of(
      Zone.Drill drill, AvailabilityZone object, Zone zone, ProbeWords probes, Instant now) {
    List<String> others = closing(object, zone, probes, now);
    return "live drill "
        + drill.name()
        + " has what runs here move to other zones"
        + (drill.began() == null ? "" : " since " + drill.began())
        + (drill.closes() == null ? "" : ", until " + drill.closes() + " at the latest")
        + ": nothing new comes here; `bleu drill "
        + drill.name()
        + " --abort` ends it"
        + (drill.otherwise() == ZoneState.Active
            ? ""
            : ". The zone is also "
                + drill.otherwise()
                + (others.isEmpty() ? "" : ": " + String.join("; ", others)));
  }

  /** What closes the zone as well, and what to do about it. */
  private static List<String> closing(
      AvailabilityZone object, Zone zone, ProbeWords probes, Instant now) {
    List<String> closing = new ArrayList<>();
    if (!ZoneConditions.isToldActive(object)) {
      closing.add(ZoneConditions.TELL);
    }
    zone.maintenance().stream()
        .filter(m -> m.at(now) && m.state() != ZoneState.Active)
        .forEach(m -> closing.add("spec.maintenance says so until " + m.to()));
    if (!probes.unanswered().isEmpty()) {
      closing.add(ZoneConditions.unanswered(probes));
    }
    return closing;
  }
}
