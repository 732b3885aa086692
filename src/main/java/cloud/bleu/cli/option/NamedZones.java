package cloud.bleu.cli.option;

import cloud.bleu.placement.model.NearestName;
import java.util.List;

/** The zones that a message names where somebody typed the name of none. */
public final class NamedZones {

  private NamedZones() {}

  /**
   * The end of the message: the zone that is nearest to the name, else those that there are.
   *
   * @param most how many are named
   * @param none the end where there are no zones
   */
  public static String instead(String name, List<String> zones, int most, String none) {
    return NearestName.of(name, zones)
        .map(nearest -> "; did you mean " + nearest + "?")
        .orElseGet(() -> zones.isEmpty() ? none : "; there are " + named(zones, most));
  }

  private static String named(List<String> zones, int most) {
    int more = zones.size() - most;
    return String.join(", ", zones.subList(0, Math.min(most, zones.size())))
        + (more > 0 ? " and " + more + " more" : "");
  }
}
