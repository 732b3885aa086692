package cloud.bleu.placement.evacuation;

import cloud.bleu.placement.model.Contingency;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Losses that are answered alike.
 *
 * @param zones zones, the loss of each of which is meant
 * @param otherZones whether also the loss of each zone in use that no group names is meant
 * @param losses other losses, each with what it takes
 * @param to where lost replicas are re-created, in the order of choice: those of the first lost
 *     zone, by name, go to the first of these
 * @param apart which lost zones use which of these last
 * @param evicts running workloads of lower priority that make the room
 * @param keeps replicas outside the loss, with nothing re-created; null: all that the loss does not
 *     take
 */
public record LossGroup(
    List<String> zones,
    boolean otherZones,
    List<Loss> losses,
    List<Target> to,
    List<Apart> apart,
    List<Contingency.Eviction> evicts,
    @Nullable Integer keeps) {

  public LossGroup {
    zones = List.copyOf(zones);
    losses = List.copyOf(losses);
    to = List.copyOf(to);
    apart = List.copyOf(apart);
    evicts = List.copyOf(evicts);
  }

  /** Losses that use no targets last. */
  LossGroup(
      List<String> zones,
      boolean otherZones,
      List<Loss> losses,
      List<Target> to,
      List<Contingency.Eviction> evicts,
      int keeps) {
    this(zones, otherZones, losses, to, List.of(), evicts, keeps);
  }

  /**
   * The loss of one value of one scope.
   *
   * @param from zones all replicas of which go to the targets of the group; or another loss of the
   *     plan, such as {@code site idf-1}, whose zones are meant
   * @param moves moves that the targets of the group do not say
   */
  public record Loss(Contingency.Event event, List<String> from, List<Contingency.Move> moves) {
    public Loss {
      from = List.copyOf(from);
      moves = List.copyOf(moves);
    }
  }

  /**
   * Zones that take over, one after the other; one that is lost itself is passed over.
   *
   * @param through also each zone in use that the loss leaves and whose name comes after the last
   *     of {@code zones}, up to this one, by name; null: no further one
   * @param replicas that each of them takes
   */
  public record Target(List<String> zones, @Nullable String through, int replicas) {
    public Target {
      zones = List.copyOf(zones);
    }
  }

  /**
   * Lost zones whose replicas go to some of the targets only when no other one is left. Of a zone
   * that is named twice the first counts.
   *
   * @param from zones, or losses of the plan whose zones are meant
   * @param last targets, named alike; empty: the same zones
   */
  public record Apart(List<String> from, List<String> last) {
    public Apart {
      from = List.copyOf(from);
      last = List.copyOf(last);
    }
  }
}
