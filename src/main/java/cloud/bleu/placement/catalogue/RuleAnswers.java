package cloud.bleu.placement.catalogue;

import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.Window;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.estate.ZoneAspect;
import cloud.bleu.placement.model.Link;
import cloud.bleu.placement.model.Waiver;
import cloud.bleu.placement.model.Zone;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * What the rules answer in one estate, each question asked once. A rule that looks at the provider
 * is asked once for all of its zones. Workloads that are the same in what a rule reads share its
 * answers. When another estate takes the place of this one, a question is not asked again while
 * what the rule reads is equal, until an instant passes at which the rule may answer otherwise. The
 * answers are exactly those of {@link BoundRule#evaluate(Workload, Zone, Estate)}.
 */
public final class RuleAnswers {
  /** The most answers that are kept for the next estate. */
  private static final int MOST = 100_000;

  private Estate estate;
  private List<Zone> zones;
  private Window day;
  private int turn;
  private final Map<ZoneAspect, Grouping> groupings;

  /** By statement, which is itself and no equal of it; of this estate only. */
  private final Map<Asked, Row> asked = new HashMap<>();

  /** By what is equal, of this estate and those before. */
  private final Map<Kept, Row> kept = new HashMap<>();

  /** For all zones of an estate. */
  public RuleAnswers(Estate estate) {
    this(estate, estate.zones(), new EnumMap<>(ZoneAspect.class));
  }

  private RuleAnswers(Estate estate, List<Zone> zones, Map<ZoneAspect, Grouping> groupings) {
    this.estate = estate;
    this.zones = zones;
    this.groupings = groupings;
    this.day = Window.day(estate.now());
  }

  /** For the same zones at another instant, at which more may be known of their providers. */
  public RuleAnswers in(Estate other) {
    return new RuleAnswers(other, zones, groupingsOfTheirOwn());
  }

  /** For zones that differ from these in nothing but their state. */
  public RuleAnswers with(List<Zone> others) {
    return new RuleAnswers(estate, others, groupingsOfTheirOwn());
  }

  private Map<ZoneAspect, Grouping> groupingsOfTheirOwn() {
    Map<ZoneAspect, Grouping> own = new EnumMap<>(ZoneAspect.class);
    groupings.forEach((aspect, g) -> own.put(aspect, new Grouping(g.of, g.groups)));
    return own;
  }

  /** Answers from now on for these zones of another estate; rows that were asked for are void. */
  public void renew(Estate other, List<Zone> others) {
    turn++;
    asked.clear();
    if (others.size() != zones.size() || (long) kept.size() * zones.size() > MOST) {
      kept.clear();
      groupings.clear();
    } else if (!zones.equals(others) || !estate.providers().equals(other.providers())) {
      for (Map.Entry<ZoneAspect, Grouping> each : groupings.entrySet()) {
        regroup(each, other, others);
      }
    }
    if (!day.holds(other.now())) {
      day = Window.day(other.now());
    }
    estate = other;
    zones = others;
  }

  private void regroup(Map.Entry<ZoneAspect, Grouping> each, Estate other, List<Zone> others) {
    ZoneAspect aspect = each.getKey();
    Grouping now = grouping(aspect, others);
    Grouping before = each.getValue();
    if (!Arrays.equals(now.of, before.of)) {
      each.setValue(now);
      return;
    }
    for (int z = 0; z < before.of.length; z++) {
      if (!aspect.same(zones.get(z), estate, others.get(z), other)) {
        before.changed[before.of[z]] = turn;
        before.last = turn;
      }
    }
  }

  /** What a statement answers about a workload, by zone. */
  public Row of(BoundRule bound, Workload workload) {
    Object about = bound.rule().about(workload);
    if (about == null) {
      return apart(bound, workload);
    }
    Asked question = new Asked(bound, about);
    Row row = asked.get(question);
    if (row == null) {
      row = kept(bound, about, workload);
      asked.put(question, row);
    }
    return row;
  }

  /** What a statement answers, kept for nobody: for what is asked once. */
  public Row apart(BoundRule bound, Workload workload) {
    return new Row(bound, workload);
  }

  private Row kept(BoundRule bound, Object about, Workload workload) {
    Kept question = new Kept(bound, about);
    Row row = kept.get(question);
    if (row != null && row.grouping == grouping(bound.rule().aspect())) {
      row.renew();
      return row;
    }
    row = new Row(bound, workload);
    kept.put(question, row);
    return row;
  }

  private Grouping grouping(ZoneAspect aspect) {
    return groupings.computeIfAbsent(aspect, g -> grouping(g, zones));
  }

  /** One statement about one workload, zone by zone; evaluated when asked for. */
  public final class Row {
    final BoundRule bound;
    private final Workload workload;
    private final Grouping grouping;
    private final @Nullable Verdict[] raw;
    private final @Nullable Verdict[] stamped;
    private int @Nullable [] told;
    private Window window;
    private int since;

    Row(BoundRule bound, Workload workload) {
      this.bound = bound;
      this.workload = workload;
      this.grouping = grouping(bound.rule().aspect());
      this.raw = new Verdict[grouping.groups];
      this.stamped = new Verdict[zones.size()];
      this.window = around();
      this.since = turn;
    }

    /** The time in which the answers are these if nothing else changes. */
    public Window window() {
      return window;
    }

    private Window around() {
      Instant now = estate.now();
      Window around = day;
      for (Zone zone : zones) {
        for (Instant turning : bound.rule().turningPoints(zone, bound.parameters())) {
          around = around.cut(turning, now);
        }
      }
      for (Waiver waiver : bound.waivers()) {
        around = around.cut(waiver.from(), now).cut(waiver.until(), now);
      }
      return around;
    }

    private void renew() {
      if (since == turn) {
        return;
      }
      if (!window.holds(estate.now())) {
        forget(z -> true);
      } else if (grouping.last > since) {
        forget(z -> grouping.changed[grouping.of[z]] > since);
      }
      since = turn;
    }

    private void forget(IntPredicate which) {
      for (int z = 0; z < stamped.length; z++) {
        if (which.test(z)) {
          raw[grouping.of[z]] = null;
          stamped[z] = null;
        }
      }
      told = null;
      window = around();
    }

    /** Zones in which it fails, waivers left out of account, or holds with a warning. */
    public int[] told() {
      int[] all = told;
      if (all == null) {
        all = new int[stamped.length];
        int count = 0;
        for (int z = 0; z < all.length; z++) {
          if (raw(z).failing() || raw(z).warns()) {
            all[count++] = z;
          }
        }
        all = Arrays.copyOf(all, count);
        told = all;
      }
      return all;
    }

    /** The verdict for a zone. */
    public Verdict of(int zone) {
      Verdict verdict = stamped[zone];
      if (verdict == null) {
        verdict = bound.stamped(raw(zone), zones.get(zone).name(), estate.now());
        stamped[zone] = verdict;
      }
      return verdict;
    }

    private Verdict raw(int zone) {
      int group = grouping.of[zone];
      Verdict verdict = raw[group];
      if (verdict == null) {
        verdict = bound.answer(workload, zones.get(zone), estate, Link.Zone);
        raw[group] = verdict;
      }
      return verdict;
    }
  }

  /** Zones by number, the group that each is in, and the turn in which a group changed last. */
  private static final class Grouping {
    final int[] of;
    final int groups;
    final int[] changed;
    int last;

    Grouping(int[] of, int groups) {
      this.of = of;
      this.groups = groups;
      this.changed = new int[groups];
    }
  }

  private static Grouping grouping(ZoneAspect aspect, List<Zone> zones) {
    int[] of = new int[zones.size()];
    Map<Object, Integer> numbers = new HashMap<>();
    for (int z = 0; z < of.length; z++) {
      Object key = aspect.of(zones.get(z));
      Integer number = numbers.putIfAbsent(key, numbers.size());
      of[z] = number == null ? numbers.size() - 1 : number;
    }
    return new Grouping(of, numbers.size());
  }

  /** A statement, which is itself and no equal of it, and what it reads of a workload. */
  private record Asked(BoundRule bound, Object about) {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Asked asked && asked.bound == bound && asked.about.equals(about);
    }

    @Override
    public int hashCode() {
      return 31 * System.identityHashCode(bound) + about.hashCode();
    }
  }

  /** A statement, or one that is equal to it, and what it reads of a workload. */
  private record Kept(BoundRule bound, Object about) {}
}
