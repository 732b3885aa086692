package cloud.bleu.translate.zone;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.AvailabilityZoneStatus;
import cloud.bleu.api.v1alpha1.AvailabilityZoneStatus.Probe;
import cloud.bleu.api.v1alpha1.ProbeState;
import cloud.bleu.api.v1alpha1.ZoneProbe;
import cloud.bleu.placement.model.Health;
import cloud.bleu.time.InstantText;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the probes of a zone say together.
 *
 * @param answer of all of them; those that may not be asked are left out, as if they were not there
 * @param since when the last of them came to what it says; null: not known, or there is none
 */
record ProbedZone(Answer answer, @Nullable Instant since) {

  /** What came of all. */
  enum Answer {
    /** There is no probe, or none that may be asked: nothing follows. */
    Nothing,
    /** Each is answered. */
    All,
    /** Some are answered and some are not. */
    Some,
    /** Each fails. */
    None,
    /** None is answered, and of some that says nothing of the zone. */
    Unclear,
    /** Some were not asked yet. */
    Awaited
  }

  private static final ProbedZone NOTHING = new ProbedZone(Answer.Nothing, null);

  /**
   * Of a zone.
   *
   * @param seen what came of them by now; null: nobody asks, and what its status says counts
   */
  static ProbedZone of(AvailabilityZone object, @Nullable List<Probe> seen) {
    List<Probe> all = readings(object, seen);
    List<Probe> counted = all.stream().filter(p -> !ProbeState.NotAllowed.is(p)).toList();
    if (counted.isEmpty()) {
      return NOTHING;
    }
    Instant since = null;
    for (Probe probe : counted) {
      Instant own = InstantText.parse(probe.since());
      since = since == null || own != null && own.isAfter(since) ? own : since;
    }
    Answer answer = together(counted);
    // What may not be asked might be answered.
    boolean whole = counted.size() == all.size() || answer != Answer.None;
    return new ProbedZone(whole ? answer : Answer.Unclear, since);
  }

  /**
   * What came of each that is stated. A record is of another question if the zone was edited since,
   * and of none if it does not name the probe: then that is as if it was not asked yet.
   */
  private static List<Probe> readings(AvailabilityZone object, @Nullable List<Probe> seen) {
    Set<String> stated = names(object);
    if (seen != null) {
      return seen.stream().filter(p -> stated.contains(p.name())).toList();
    }
    if (object.getStatus() == null || object.getStatus().health() == null) {
      return List.of();
    }
    boolean same =
        Objects.equals(
            object.getStatus().observedGeneration(), object.getMetadata().getGeneration());
    List<Probe> readings = new ArrayList<>();
    for (String name : stated) {
      readings.add(
          recorded(object).stream()
              .filter(p -> same && name.equals(p.name()))
              .findFirst()
              .orElse(new Probe(name, ProbeState.NotAsked.name(), null, null)));
    }
    return readings;
  }

  private static Answer together(List<Probe> counted) {
    if (any(counted, ProbeState.NotAsked)) {
      return Answer.Awaited;
    }
    if (counted.stream().allMatch(ProbeState.Fails::is)) {
      return Answer.None;
    }
    if (!any(counted, ProbeState.Answers)) {
      return Answer.Unclear;
    }
    return any(counted, ProbeState.Fails) || any(counted, ProbeState.Unclear)
        ? Answer.Some
        : Answer.All;
  }

  /** Whether the zone has probes, or had some that its status still tells of. */
  static boolean isStated(AvailabilityZone object) {
    return !names(object).isEmpty() || !recorded(object).isEmpty();
  }

  /**
   * Whether it has a probe that may be asked.
   *
   * @param seen what came of them by now; null: as far as its status says
   */
  static boolean mayTell(AvailabilityZone object, @Nullable List<Probe> seen) {
    Set<String> barred =
        readings(object, seen).stream()
            .filter(ProbeState.NotAllowed::is)
            .map(Probe::name)
            .collect(Collectors.toSet());
    return names(object).stream().anyMatch(name -> !barred.contains(name));
  }

  /** Whether the zone takes nothing new for it. */
  boolean closes() {
    return answer == Answer.Some || answer == Answer.Unclear || answer == Answer.Awaited;
  }

  /** Whether it is not known whether the zone is in service, as far as its probes go. */
  boolean isVague() {
    return answer == Answer.Unclear || answer == Answer.Awaited;
  }

  /**
   * What is seen of the zone, with what the probes say of it: they make it worse only. While
   * nothing is clear a zone stays out of service that was, and nothing moves for it.
   *
   * @param before what was seen until now
   * @param others what nodes and the cluster say now
   */
  Health worse(Health before, Health others, ObservedState observed, Instant now) {
    Instant recorded = before.isSilent() ? before.since() : null;
    return switch (answer) {
      case Nothing -> others;
      case All, Some -> others.probing(Health.Probing.Answered);
      case None -> silent(began(recorded, observed, now), others);
      case Unclear, Awaited ->
          (others.isSilent() || recorded == null ? others : silent(recorded, others).held())
              .probing(others.isSilent() ? Health.Probing.None : Health.Probing.Unanswered);
    };
  }

  /** Its instants are those of this clock, and what was said to count later does. */
  private Instant began(@Nullable Instant recorded, ObservedState observed, Instant now) {
    Instant told = since == null ? now : since;
    return observed.counts(recorded != null && recorded.isAfter(told) ? recorded : told, recorded);
  }

  /** Where others say so as well, the silence began with the first of them. */
  private static Health silent(Instant since, Health others) {
    Instant theirs = others.silentSince();
    if (others.isSilent()) {
      return theirs != null && since.isBefore(theirs) ? others.from(since) : others;
    }
    return new Health(
        Health.Signal.Unreached,
        since,
        others.nodes(),
        Duration.ZERO,
        others.mixed(),
        Health.Probing.Alone);
  }

  private static boolean any(List<Probe> probes, ProbeState state) {
    return probes.stream().anyMatch(state::is);
  }

  private static Set<String> names(AvailabilityZone object) {
    return object.getSpec() == null || object.getSpec().health() == null
        ? Set.of()
        : object.getSpec().health().probes().stream()
            .map(ZoneProbe::name)
            .collect(Collectors.toSet());
  }

  private static List<Probe> recorded(AvailabilityZone object) {
    AvailabilityZoneStatus status = object.getStatus();
    return status == null || status.health() == null ? List.of() : status.health().probes();
  }
}
