package cloud.bleu.evidence;

import cloud.bleu.placement.BoundRule;
import cloud.bleu.placement.CheckerRules;
import cloud.bleu.placement.Estate;
import cloud.bleu.placement.Provider;
import cloud.bleu.placement.Workload;
import cloud.bleu.placement.Zone;
import cloud.bleu.placement.ZoneRule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the rules said to the checker, kept from one recorded pass to the next: most of what they
 * look at is the same object. An answer is that of all enforced rules of one workload in one zone,
 * to this very question: the same workload and the same zone among the same zones and providers,
 * until the day ends in Paris or something says that it may turn. What the engine remembers of
 * rules, and what rules say of themselves that they read, is not looked at. For one thread.
 */
final class RememberedChecks implements CheckerRules {

  /** Workloads of which answers are kept. */
  private static final int MOST = 20_000;

  private final Map<Zone, Integer> numbers = new IdentityHashMap<>();
  private final Map<Workload, Answers> answers = new IdentityHashMap<>();
  private List<Zone> zones = List.of();
  private List<Provider> providers = List.of();
  private Instant now = Instant.MIN;
  private @Nullable Workload asked;
  private Answers last = new Answers(0);

  /** About one workload, by zone. */
  private static final class Answers {
    final byte[] byZone;
    Instant from = Instant.MAX;
    Instant until = Instant.MIN;

    Answers(int zones) {
      byZone = new byte[zones];
    }

    /** Forgets what may no longer be so. */
    void at(Instant now, Workload workload, List<Zone> zones) {
      if (now.isBefore(from) || !now.isBefore(until)) {
        Arrays.fill(byZone, (byte) 0);
        from = now;
        until = until(workload, zones, now);
      }
    }
  }

  /** From now on about the zones of this estate; nothing is known of any other. */
  void begin(Estate estate) {
    if (!same(zones, estate.zones()) || !same(providers, estate.providers())) {
      zones = estate.zones();
      providers = estate.providers();
      answers.clear();
      numbers.clear();
      zones.forEach(zone -> numbers.put(zone, numbers.size()));
    }
    if (answers.size() > MOST) {
      answers.clear();
    }
    now = estate.now();
    asked = null;
  }

  private static boolean same(List<?> some, List<?> others) {
    boolean same = some.size() == others.size();
    for (int i = 0; i < some.size() && same; i++) {
      same = some.get(i) == others.get(i);
    }
    return same;
  }

  @Override
  public boolean allows(Workload workload, Zone zone, Estate estate) {
    Integer number = numbers.get(zone);
    if (number == null || !estate.now().equals(now)) {
      return ASKING.allows(workload, zone, estate);
    }
    if (asked != workload) {
      last = answers.computeIfAbsent(workload, w -> new Answers(zones.size()));
      last.at(now, workload, zones);
      asked = workload;
    }
    if (last.byZone[number] == 0) {
      last.byZone[number] = (byte) (ASKING.allows(workload, zone, estate) ? 1 : 2);
    }
    return last.byZone[number] == 1;
  }

  /** The first instant after now at which some rule may answer otherwise. */
  private static Instant until(Workload workload, List<Zone> zones, Instant now) {
    Instant until =
        now.atZone(ZoneRule.PARIS)
            .toLocalDate()
            .plusDays(1)
            .atStartOfDay(ZoneRule.PARIS)
            .toInstant();
    for (BoundRule rule : workload.rules()) {
      List<Instant> turns = new ArrayList<>();
      zones.forEach(z -> turns.addAll(rule.rule().turningPoints(z, rule.parameters())));
      rule.waivers().forEach(w -> turns.addAll(List.of(w.from(), w.until())));
      for (Instant turn : turns) {
        until = turn.isAfter(now) && turn.isBefore(until) ? turn : until;
      }
    }
    return until;
  }
}
