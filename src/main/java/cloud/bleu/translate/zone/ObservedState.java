package cloud.bleu.translate.zone;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.AvailabilityZoneSpec.Target;
import cloud.bleu.api.v1alpha1.AvailabilityZoneStatus.Probe;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.translate.policy.SignatureCheck;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was observed besides the objects themselves, and from when on observations can be trusted. A
 * silence that began before that may be our own: it counts from then on only.
 *
 * @param unbrokenSince since when the API server has answered and the watches have been open
 *     without a gap; null when nothing is known against it, as for files. A silence that the zone's
 *     own status recorded earlier counts from its beginning all the same; one whose instant is
 *     still to come begins anew after a gap.
 * @param answeredUntil until when the API server had answered in time before {@code unbrokenSince};
 *     null when no time without such an answer is known
 * @param clockSince since when the clock has gone evenly; null when nothing is known against it. No
 *     record helps against a clock that jumped.
 * @param last the zones, by name, as this process saw them last: newer than what their status says
 *     of it. Empty for files, and after a start.
 * @param rooms what zones in other clusters had when that was seen last, by name
 * @param contacts with the clusters of zones that are in another one, by name of the zone. Empty
 *     for who asks none: what the status of the zone says counts then.
 * @param probes what came of the probes of zones that this process asks, by name of the zone. Of
 *     who asks none what the status of the zone says counts then.
 * @param signatures whether admission checked who wrote a break-glass
 * @param readOn the real day in Europe/Paris: nothing is stated after it. Null: the day that is
 *     asked for.
 */
public record ObservedState(
    @Nullable Instant unbrokenSince,
    @Nullable Instant answeredUntil,
    @Nullable Instant clockSince,
    Map<String, Zone> last,
    Map<String, SeenRoom> rooms,
    Map<String, ClusterContact> contacts,
    Map<String, List<Probe>> probes,
    SignatureCheck signatures,
    @Nullable LocalDate readOn) {

  /** Of who reads files. */
  public static final ObservedState UNBROKEN = new ObservedState(null, null);

  public ObservedState {
    last = Map.copyOf(last);
    rooms = Map.copyOf(rooms);
    contacts = Map.copyOf(contacts);
    probes = Map.copyOf(probes);
  }

  /** Of who has not seen any zone yet. */
  public ObservedState(@Nullable Instant unbrokenSince, @Nullable Instant clockSince) {
    this(
        unbrokenSince,
        null,
        clockSince,
        Map.of(),
        Map.of(),
        Map.of(),
        Map.of(),
        SignatureCheck.NOT_ASKED,
        null);
  }

  /** A copy for who had an API server that did not answer in time from then on, until it did. */
  public ObservedState answeredUntil(@Nullable Instant instant) {
    return new ObservedState(
        unbrokenSince, instant, clockSince, last, rooms, contacts, probes, signatures, readOn);
  }

  /** A copy with what was last seen of zones, by name. */
  public ObservedState with(Map<String, Zone> seen) {
    return new ObservedState(
        unbrokenSince,
        answeredUntil,
        clockSince,
        seen,
        rooms,
        contacts,
        probes,
        signatures,
        readOn);
  }

  /** A copy with what nodes in other clusters were last seen to have, by zone. */
  public ObservedState remembering(Map<String, SeenRoom> seen) {
    return new ObservedState(
        unbrokenSince, answeredUntil, clockSince, last, seen, contacts, probes, signatures, readOn);
  }

  /**
   * What a zone in another cluster had when that was seen last, by this process or as its own
   * status says; null: nothing, or it is another cluster by now.
   */
  @Nullable SeenRoom room(AvailabilityZone zone) {
    String name = zone.getMetadata().getName();
    SeenRoom seen = last.containsKey(name) ? null : SeenRoom.recorded(zone);
    seen = rooms.getOrDefault(name, seen);
    ClusterContact contact = contacts.get(name);
    Target target = zone.getSpec().target();
    return seen != null
            && target != null
            && target.elsewhere()
            && seen.isOf(target, contact == null ? null : contact.cluster())
        ? seen
        : null;
  }

  /** A copy with what became of asking other clusters, by zone. */
  public ObservedState asking(Map<String, ClusterContact> clusters) {
    return new ObservedState(
        unbrokenSince,
        answeredUntil,
        clockSince,
        last,
        rooms,
        clusters,
        probes,
        signatures,
        readOn);
  }

  /** A copy with what came of probes, by zone. */
  public ObservedState probing(Map<String, List<Probe>> asked) {
    return new ObservedState(
        unbrokenSince, answeredUntil, clockSince, last, rooms, contacts, asked, signatures, readOn);
  }

  /** A copy that knows which break-glasses admission checked. */
  public ObservedState checking(SignatureCheck check) {
    return new ObservedState(
        unbrokenSince, answeredUntil, clockSince, last, rooms, contacts, probes, check, readOn);
  }

  /** A copy for who asks about another day than the one on which the objects are read. */
  public ObservedState reading(LocalDate realDay) {
    return new ObservedState(
        unbrokenSince,
        answeredUntil,
        clockSince,
        last,
        rooms,
        contacts,
        probes,
        signatures,
        realDay);
  }

  /**
   * When a silence began, by one clock. Conditions of nodes carry the time of the controller
   * manager. Who has watched without a gap need not rely on that: what was not recorded before
   * begins now. What that clock says is still to come begins now as well.
   *
   * @param changed the latest change of the nodes' conditions
   * @param recorded since when the zone's own status has said so; null when it does not
   */
  Instant began(Instant changed, @Nullable Instant recorded, Instant now) {
    Instant told = changed.isAfter(now) ? now : changed;
    if (unbrokenSince == null) {
      return later(told, recorded);
    }
    if (recorded == null) {
      return now;
    }
    return recorded.isBefore(unbrokenSince) ? later(told, recorded) : recorded;
  }

  /**
   * From when on that counts which is known to have begun then. While the API server did not answer
   * nobody could record that, whatever was written of it after.
   */
  public Instant recordable(Instant began) {
    if (answeredUntil == null || unbrokenSince == null || began.isBefore(answeredUntil)) {
      return began;
    }
    return began.isBefore(unbrokenSince) ? unbrokenSince : began;
  }

  /**
   * From when on a silence counts.
   *
   * @param began as the nodes say
   * @param recorded since when the zone's own status has said so; null when it does not
   */
  Instant counts(Instant began, @Nullable Instant recorded) {
    Instant counts = began;
    boolean known = recorded != null && unbrokenSince != null && recorded.isBefore(unbrokenSince);
    if (!known) {
      counts = later(counts, unbrokenSince);
    }
    return later(counts, clockSince);
  }

  /**
   * Since when a zone takes replicas, or takes none. A status may be older than what was seen last:
   * a zone that was closed for less time than its status took to be written has been closed.
   *
   * @param takes whether it takes them now
   * @param recorded the same as its own status says it; null when it says nothing
   * @return null when it always took some, or when nothing is known
   */
  @Nullable Instant since(String zone, boolean takes, @Nullable Instant recorded, Instant now) {
    Zone before = last.get(zone);
    if (before == null) {
      return recorded;
    }
    boolean took = before.takes();
    if (took != takes) {
      return now;
    }
    Instant seen = before.stateSince();
    return seen == null || recorded != null && recorded.isAfter(seen) ? recorded : seen;
  }

  private static Instant later(Instant a, @Nullable Instant b) {
    return b != null && b.isAfter(a) ? b : a;
  }
}
