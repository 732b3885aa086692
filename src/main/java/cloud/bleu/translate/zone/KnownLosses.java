package cloud.bleu.translate.zone;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.AvailabilityZoneStatus.ObservedLoss;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.LossBudget;
import cloud.bleu.placement.estate.LossBudget.Taken;
import cloud.bleu.placement.estate.LossTally;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.time.InstantText;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The losses that were taken by observation, as the statuses of zones and this process know them:
 * which of them count, and which stand for a zone. What no status says counts for its time, and
 * lasts no longer.
 */
final class KnownLosses {

  /** By so much a clock may be ahead of another; what is further ahead was written before a set. */
  private static final Duration AHEAD = Duration.ofMinutes(1);

  private final Estate estate;
  private final Instant now;
  private final @Nullable Instant clockSince;
  private final List<Taken> before;
  private final LossTally tally;
  private final Set<Taken> recorded = new HashSet<>();
  private final Set<Taken> all = new TreeSet<>();

  /**
   * @param objects the zones, whose statuses say what was taken
   * @param before what was taken as this process knows it: statuses may not say so yet, or no more
   * @param clockSince since when the clock has gone evenly; null: nothing is known against it
   */
  KnownLosses(
      Estate estate,
      List<AvailabilityZone> objects,
      List<Taken> before,
      @Nullable Instant clockSince) {
    this.estate = estate;
    this.now = estate.now();
    this.clockSince = clockSince;
    this.before = before;
    this.tally = new LossTally(estate.zones());
    Set<String> names = new HashSet<>();
    for (AvailabilityZone object : objects) {
      String zone = object.getMetadata().getName();
      names.add(zone);
      if (object.getStatus() != null) {
        object.getStatus().observedLosses().forEach(loss -> recorded.add(read(zone, loss)));
      }
    }
    recorded.removeIf(this::isOutdated);
    all.addAll(recorded);
    for (Taken one : before) {
      Taken known = isAhead(one.at()) ? one.takenAt(now) : one;
      if (names.contains(one.zone())) {
        all.add(known.by(clockSince));
      }
    }
    all.removeIf(one -> !one.countsAt(now) && !lasts(one));
  }

  private boolean isAhead(Instant at) {
    return at.isAfter(now.plus(AHEAD));
  }

  /** What cannot be read, or was written before the clock was set back, counts from now on. */
  private Taken read(String zone, ObservedLoss loss) {
    Instant since = InstantText.parse(loss.sinceTime());
    Instant at = InstantText.parse(loss.takenTime());
    Taken one = new Taken(zone, since, at == null || isAhead(at) ? known(zone, since) : at);
    return one.by(clockSince);
  }

  /** When this process took that loss, as it knows it; now, where it does not yet. */
  private Instant known(String zone, @Nullable Instant since) {
    return times(zone, since).stream()
        .filter(at -> !isAhead(at))
        .max(Comparator.naturalOrder())
        .orElse(now);
  }

  /** Whether this process has taken it anew, which its status does not say yet. */
  private boolean isOutdated(Taken one) {
    List<Instant> known = times(one.zone(), one.since());
    return !known.contains(one.at()) && known.stream().anyMatch(at -> at.isAfter(one.at()));
  }

  private List<Instant> times(String zone, @Nullable Instant since) {
    return before.stream()
        .filter(one -> one.zone().equals(zone) && Objects.equals(one.since(), since))
        .map(Taken::at)
        .toList();
  }

  /** Whether it is kept beyond its hour: nobody heard of its zone since, and a status says so. */
  private boolean lasts(Taken one) {
    Zone zone = estate.zone(one.zone());
    return recorded.contains(one) && (zone == null || one.lastsFor(zone));
  }

  /** All that count, or may stand for a zone still. */
  List<Taken> all() {
    return List.copyOf(all);
  }

  /** The loss for which that zone is left, or is to be once it is recorded; null: it has none. */
  @Nullable Taken standing(Zone zone) {
    return all.stream().filter(one -> one.standsFor(zone)).findFirst().orElse(null);
  }

  /** The loss of which another silence of that zone is a part; null: there is none. */
  @Nullable Taken covering(Zone zone) {
    return all.stream().filter(one -> one.coversAt(now, zone)).findFirst().orElse(null);
  }

  /** Whether the status of that zone says that such a loss was taken. */
  boolean isRecorded(Zone zone) {
    return LossBudget.stands(recorded, zone);
  }

  /** Has one count. */
  Taken take(Taken one) {
    all.add(one);
    return one;
  }

  /** Has one that counts do so from now on: only now anything is moved for it, or moved again. */
  Taken renew(Taken one) {
    all.remove(one);
    return take(one.takenAt(now));
  }

  /** How many count. */
  int used() {
    return tally.count(all, now);
  }

  /** How many would count with one more: a part of a loss that counts anyhow is none. */
  int usedWith(Taken one) {
    Set<Taken> more = new HashSet<>(all);
    more.add(one);
    return tally.count(more, now);
  }

  /** When the first of the losses that count does so no more; null: none counts. */
  @Nullable Instant firstEnd() {
    return all.stream()
        .map(Taken::until)
        .filter(end -> end.isAfter(now))
        .min(Comparator.naturalOrder())
        .orElse(null);
  }
}
