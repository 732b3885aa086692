package cloud.bleu.evidence;

import cloud.bleu.placement.Estate;
import cloud.bleu.placement.Ground;
import cloud.bleu.placement.Link;
import cloud.bleu.placement.Parameters;
import cloud.bleu.placement.StatedFact;
import cloud.bleu.placement.Verdict;
import cloud.bleu.placement.Workload;
import cloud.bleu.placement.Zone;
import cloud.bleu.placement.ZoneRule;
import java.time.Instant;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What rules answered, kept from one recorded pass to the next: most of what they look at is the
 * same. An answer holds for the same workload in the same zone among the same providers and zones,
 * until the day ends in Paris or the rule itself says that it may turn. May be used by several
 * threads.
 */
final class RememberedAnswers {

  /** Surroundings of which answers are kept: passes that are decided at once come from few. */
  private static final int SURROUNDINGS = 4;

  /** Workloads by rules of which answers are kept in one of them. */
  private static final int MOST = 100_000;

  private final Map<Object, Kept> kept =
      new LinkedHashMap<>(8, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Object, Kept> eldest) {
          return size() > SURROUNDINGS;
        }
      };

  private record Pass(Estate estate, Kept kept, Instant midnight) {}

  /**
   * Decides passes, and knows which one. Only what runs on such a thread is answered from memory.
   */
  static final class Worker extends Thread {
    private @Nullable Pass pass;

    Worker(Runnable task) {
      super(task, "verify");
      setDaemon(true);
    }
  }

  private record Answer(Verdict verdict, Instant from, Instant until) {
    boolean holds(Instant now) {
      return !now.isBefore(from) && now.isBefore(until);
    }
  }

  /** Of one object each: two that are equal and not the same are asked twice. */
  private record Asked(ZoneRule rule, Workload workload, Parameters parameters) {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Asked asked
          && asked.rule == rule
          && asked.workload == workload
          && asked.parameters == parameters;
    }

    @Override
    public int hashCode() {
      return (System.identityHashCode(rule) * 31 + System.identityHashCode(workload)) * 31
          + System.identityHashCode(parameters);
    }
  }

  private static final class Kept {
    final Map<Zone, Integer> zones = new IdentityHashMap<>();
    final Map<Asked, @Nullable Answer[]> answers = new ConcurrentHashMap<>();

    Kept(Estate estate) {
      estate.zones().forEach(z -> zones.put(z, zones.size()));
    }

    boolean isOf(Estate estate) {
      return estate.zones().size() == zones.size()
          && estate.zones().stream().allMatch(zones::containsKey);
    }
  }

  /** The same rule, which answers from memory where {@link #during} says that it may. */
  ZoneRule remembering(ZoneRule rule) {
    return new Remembering(rule);
  }

  /**
   * Does something with an estate.
   *
   * @param surroundings everything in the estate but the instant, workloads and placements
   */
  <T> T during(Estate estate, Object surroundings, Supplier<T> work) {
    if (!(Thread.currentThread() instanceof Worker worker)) {
      return work.get();
    }
    Kept mine;
    synchronized (kept) {
      mine = kept.get(surroundings);
      if (mine == null || !mine.isOf(estate)) {
        mine = new Kept(estate);
        kept.put(surroundings, mine);
      }
    }
    if (mine.answers.size() > MOST) {
      mine.answers.clear();
    }
    Instant midnight =
        estate
            .now()
            .atZone(ZoneRule.PARIS)
            .toLocalDate()
            .plusDays(1)
            .atStartOfDay(ZoneRule.PARIS)
            .toInstant();
    worker.pass = new Pass(estate, mine, midnight);
    try {
      return work.get();
    } finally {
      worker.pass = null;
    }
  }

  /** The first instant after now, of these and one more. */
  private static Instant next(List<Instant> instants, Instant now, Instant until) {
    Instant next = until;
    for (Instant instant : instants) {
      next = instant.isAfter(now) && instant.isBefore(next) ? instant : next;
    }
    return next;
  }

  private Verdict answer(ZoneRule rule, ZoneRule.Question question) {
    Pass pass = Thread.currentThread() instanceof Worker worker ? worker.pass : null;
    if (pass == null || pass.estate() != question.estate()) {
      return rule.evaluate(question);
    }
    Integer zone = pass.kept().zones.get(question.zone());
    if (zone == null || question.link() != Link.Zone) {
      return rule.evaluate(question);
    }
    Asked asked = new Asked(rule, question.workload(), question.parameters());
    @Nullable Answer[] byZone = pass.kept().answers.get(asked);
    if (byZone == null) {
      byZone = new Answer[pass.kept().zones.size()];
      pass.kept().answers.put(asked, byZone);
    }
    Instant now = question.now();
    Answer before = byZone[zone];
    if (before != null && before.holds(now)) {
      return before.verdict();
    }
    Verdict verdict = rule.evaluate(question);
    Instant until =
        next(rule.turningPoints(question.zone(), question.parameters()), now, pass.midnight());
    byZone[zone] = new Answer(verdict, now, until);
    return verdict;
  }

  private final class Remembering implements ZoneRule {
    private final ZoneRule rule;

    Remembering(ZoneRule rule) {
      this.rule = rule;
    }

    @Override
    public Declaration declaration() {
      return rule.declaration();
    }

    @Override
    public Verdict evaluate(Question question) {
      return answer(rule, question);
    }

    @Override
    public List<StatedFact> facts(Question question, Verdict answer) {
      return rule.facts(question, answer);
    }

    @Override
    public List<String> requirements(Parameters parameters) {
      return rule.requirements(parameters);
    }

    @Override
    public List<String> contradictions(Parameters parameters) {
      return rule.contradictions(parameters);
    }

    @Override
    public Set<Link> alsoAbout() {
      return rule.alsoAbout();
    }

    @Override
    public List<Instant> turningPoints(Zone zone, Parameters parameters) {
      return rule.turningPoints(zone, parameters);
    }

    @Override
    public Ground ground() {
      return rule.ground();
    }

    @Override
    public @Nullable Object about(Workload workload) {
      return rule.about(workload);
    }

    @Override
    public @Nullable Making making() {
      return rule.making();
    }
  }
}
