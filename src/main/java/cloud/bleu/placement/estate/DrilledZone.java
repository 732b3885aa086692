package cloud.bleu.placement.estate;

import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.placement.model.ZoneState;
import org.jspecify.annotations.Nullable;

/** The messages about a zone that a live drill has drained. */
public final class DrilledZone {

  private DrilledZone() {}

  /**
   * Which drill it is, since when and until when, and what else the zone is, as its end opens
   * nothing then.
   */
  public static Message fact(Zone.Drill drill) {
    return Message.of(
        "state.drilled",
        "drill",
        drill.name(),
        "since",
        drill.began(),
        "until",
        drill.closes(),
        "also",
        opens(drill) ? null : drill.otherwise().name());
  }

  /** To wait for the end of the drill; null: the zone takes nothing after it either. */
  public static @Nullable Message advice(Zone.Drill drill) {
    return opens(drill) ? Message.of("do.awaitDrill", "drill", drill.name()) : null;
  }

  private static boolean opens(Zone.Drill drill) {
    return drill.otherwise() == ZoneState.Active;
  }
}
