package cloud.bleu.evidence;

import cloud.bleu.placement.BoundRule;
import cloud.bleu.placement.Estate;
import cloud.bleu.placement.Provider;
import cloud.bleu.placement.RuleCheck;
import cloud.bleu.placement.Waiver;
import cloud.bleu.placement.Workload;
import cloud.bleu.placement.Zone;
import cloud.bleu.placement.ZoneRule;
import java.time.Instant;
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
final class RememberedChecks implements RuleCheck {

  /** Workloads of which answers are kept. */
  private static final int MOST = 20_000;

  private final Map<Zone, Integer> numbers = new IdentityHashMap<>();
  private final Map<Workload, @Nullable Allowed[]> answers = new IdentityHashMap<>();
  private List<Zone> zones = List.of();
  private List<Provider> providers = List.of();

  private record Allowed(boolean allowed, Instant from, Instant until) {
    boolean holds(Instant now) {
      return !now.isBefore(from) && now.isBefore(until);
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
    if (number == null) {
      return ASKING.allows(workload, zone, estate);
    }
    @Nullable Allowed[] byZone =
        answers.computeIfAbsent(workload, w -> new Allowed[numbers.size()]);
    Allowed before = byZone[number];
    if (before != null && before.holds(estate.now())) {
      return before.allowed();
    }
    boolean allowed = ASKING.allows(workload, zone, estate);
    byZone[number] = new Allowed(allowed, estate.now(), until(workload, zone, estate.now()));
    return allowed;
  }

  /** The first instant after now at which some rule may answer otherwise. */
  private static Instant until(Workload workload, Zone zone, Instant now) {
    Instant until =
        now.atZone(ZoneRule.PARIS)
            .toLocalDate()
            .plusDays(1)
            .atStartOfDay(ZoneRule.PARIS)
            .toInstant();
    for (BoundRule rule : workload.rules()) {
      for (Instant turn : rule.rule().turningPoints(zone, rule.parameters())) {
        until = turn.isAfter(now) && turn.isBefore(until) ? turn : until;
      }
      for (Waiver waiver : rule.waivers()) {
        for (Instant turn : List.of(waiver.from(), waiver.until())) {
          until = turn.isAfter(now) && turn.isBefore(until) ? turn : until;
        }
      }
    }
    return until;
  }
}
