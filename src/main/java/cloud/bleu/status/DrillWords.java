package cloud.bleu.status;

import cloud.bleu.placement.model.Zone;
import cloud.bleu.placement.model.ZoneState;
import java.util.List;

/** What a zone says of the live drill that has it left. */
final class DrillWords {

  private DrillWords() {}

  /**
   * Why nothing new comes. The end of the drill alone may not open the zone.
   *
   * @param others what else closes the zone, and what to do about it; not in a zone that is
   *     otherwise Active
   */
  static String of(Zone.Drill drill, List<String> others) {
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
}
