package cloud.bleu.status;

import cloud.bleu.placement.model.Zone;
import cloud.bleu.placement.model.ZoneState;

/** What a zone says of the live drill that has it left. */
final class DrillWords {

  private DrillWords() {}

  /** Why nothing new comes, and what opens the zone: the end of the drill alone may not do so. */
  static String of(Zone.Drill drill) {
    return "live drill "
        + drill.name()
        + " has what runs here move to other zones"
        + (drill.began() == null ? "" : " since " + drill.began())
        + (drill.closes() == null ? "" : ", until " + drill.closes() + " at the latest")
        + ": nothing new comes here; `bleu drill "
        + drill.name()
        + " --abort` ends it"
        + (drill.after() == ZoneState.Active
            ? ""
            : ". The zone stays "
                + drill.after()
                + " after that: set spec.state and the incident annotation to Active when it is"
                + " over");
  }
}
