package cloud.bleu.operator.member;

import cloud.bleu.delivery.member.Reach;
import cloud.bleu.status.TargetReach;
import cloud.bleu.translate.load.ClusterNodes;
import cloud.bleu.translate.load.ReportedRoom;
import cloud.bleu.translate.zone.ClusterContact;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the answers of clusters say of the zones in them. A server that does not answer may be lost.
 * A server that refuses, or that cannot be asked, says nothing of its zone.
 */
public final class ZoneContacts {

  /** For so long a zone that is reached again may take to lose what was moved away from it. */
  static final Duration CLEARING = Duration.ofSeconds(30);

  private final Function<String, @Nullable Reach> reach;
  private final Function<String, @Nullable ClusterNodes> nodes;
  private final Clock clock;

  /** As it was when it was last asked for, by zone. */
  private final Map<String, ClusterContact> last = new ConcurrentHashMap<>();

  /**
   * @param reach whether the cluster of a zone is reached, null for the own one
   * @param nodes what is seen of its nodes, null: nothing
   */
  ZoneContacts(
      Function<String, @Nullable Reach> reach,
      Function<String, @Nullable ClusterNodes> nodes,
      Clock clock) {
    this.reach = reach;
    this.nodes = nodes;
    this.clock = clock;
  }

  /**
   * What is known of the cluster of a zone; null for the own one.
   *
   * @param left whether something may stand in the zone that was moved away from it
   */
  @Nullable ClusterContact of(String zone, BooleanSupplier left) {
    Reach now = reach.apply(zone);
    if (now == null) {
      last.remove(zone);
      return null;
    }
    Instant instant = clock.instant();
    ClusterContact contact =
        last.compute(
            zone,
            (name, before) -> {
              ClusterContact.State state = state(now, instant);
              if (state == ClusterContact.State.Reached && clears(before, instant, left)) {
                state = ClusterContact.State.Clearing;
              }
              // What was asked before anybody answered is the first that is known.
              if (before == null || before.state() == ClusterContact.State.Pending) {
                return new ClusterContact(state, now.since());
              }
              if (state == ClusterContact.State.Silent
                  && before.state() == state
                  && now.since().isAfter(before.since())) {
                // It answered in between, faster than anybody asked.
                return new ClusterContact(state, now.since());
              }
              // The reach may be the same for longer: the reason for it is another one.
              return before.state() == state
                  ? before
                  : new ClusterContact(state, instant.truncatedTo(ChronoUnit.SECONDS));
            });
    ClusterContact told = contact.because(now.reason());
    return now.isReached() ? told.seeing(nodes.apply(zone)) : told;
  }

  /**
   * What an engine says of a cluster. Nothing is inferred from what it does not say: it may be the
   * engine that is away.
   *
   * @param room what it reports, null: nothing
   */
  public static ClusterContact ofEngine(Reach reach, @Nullable ReportedRoom room, Instant now) {
    ClusterContact contact =
        switch (state(reach, now)) {
          case Reached ->
              new ClusterContact(ClusterContact.State.Reached, reach.since()).having(room);
          case Pending -> new ClusterContact(ClusterContact.State.Pending, reach.since());
          default -> new ClusterContact(ClusterContact.State.Unknown, reach.since());
        };
    return contact.because(reach.reason());
  }

  private static boolean clears(
      @Nullable ClusterContact before, Instant now, BooleanSupplier left) {
    if (before == null) {
      return false;
    }
    return switch (before.state()) {
      case Reached -> false;
      case Clearing -> now.isBefore(before.since().plus(CLEARING)) && left.getAsBoolean();
      case Silent, Unknown, Pending -> left.getAsBoolean();
    };
  }

  private static ClusterContact.State state(Reach reach, Instant now) {
    return switch (reach.state()) {
      case REACHED -> ClusterContact.State.Reached;
      case UNREACHED ->
          TargetReach.isSilence(reach.reason())
              ? ClusterContact.State.Silent
              : ClusterContact.State.Unknown;
      case ASKING ->
          reach.isPending(now) ? ClusterContact.State.Pending : ClusterContact.State.Unknown;
    };
  }
}
