package cloud.bleu.placement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.layers.Campaign;
import cloud.bleu.placement.check.Checker;
import cloud.bleu.placement.check.Finding;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.Contingency;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.ZoneState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Owners raise what they ask for beyond every zone, and lower it again, while zones are lost and
 * come back. What runs goes on with the request that it came with. Counted so, no zone in service
 * holds more than it has: neither now, with the largest rollout of what is not raised, nor when the
 * evacuation plan of the next loss of a zone is carried out. Nor does the checker refuse anything
 * of what is proposed, and a planner that remembers says the same. {@code -Dbleu.raised=N} takes so
 * many histories; a failure names the seed, {@code -Dbleu.seed=N} replays it alone.
 */
@Tag("campaign")
class RaisedRequestCampaignTest {
  private static final int HISTORIES = Campaign.size("bleu.raised", 250);

  private static final int STEPS = 8;
  private static final int CPUS = 10;
  private static final int TOO_MANY = 100;

  private final List<String> failures = new ArrayList<>();
  private int plans;
  private int moves;
  private int evictions;

  @ParameterizedTest
  @CsvSource({"false, true", "true, false", "true, true"})
  void noZoneHoldsMoreThanItHas(boolean raises, boolean losses) {
    Long one = Long.getLong("bleu.seed");
    for (long seed = one == null ? 0 : one; seed < (one == null ? HISTORIES : one + 1); seed++) {
      new History(seed, raises, losses).play();
    }
    System.out.printf(
        "raised %s, lost %s: %d plans, %d moves and %d evictions at losses%n",
        raises, losses, plans, moves, evictions);
    assertEquals(List.of(), failures);
    assertTrue(one != null || moves > 0 && evictions > 0);
  }

  /** A workload of the history: what it came with, and whether it asks for too much now. */
  private static final class Owner {
    final long cpus;
    final int priority;
    final int survival;
    final boolean surges;
    int replicas;
    boolean raised;

    Owner(Random random) {
      cpus = 1 + random.nextInt(4);
      replicas = 1 + random.nextInt(3);
      priority = random.nextInt(3) * 10;
      survival = random.nextInt(3);
      surges = random.nextInt(4) == 0;
    }
  }

  /** One estate, changed and planned again and again. */
  private final class History {
    private final String name;
    private final boolean remembers;
    private final Random random;
    private final boolean raises;
    private final boolean losses;
    private final ZoneState[] states;
    private final Instant[] since;
    private final List<Owner> owners = new ArrayList<>();

    History(long seed, boolean raises, boolean losses) {
      this.name = "-Dbleu.seed=" + seed + ", raised " + raises + ", lost " + losses;
      this.random = new Random(seed);
      this.remembers = seed % 5 == 0;
      this.raises = raises;
      this.losses = losses;
      states = new ZoneState[2 + random.nextInt(3)];
      since = new Instant[states.length];
      Arrays.fill(states, ZoneState.Active);
      for (int i = 2 + random.nextInt(4); i > 0; i--) {
        owners.add(new Owner(random));
      }
    }

    /** Ends with the first plan that is wrong. */
    void play() {
      Plan last = null;
      PlannerMemory memory = new PlannerMemory();
      Instant now = Estates.NOW;
      for (int step = 0; step < STEPS; step++) {
        now = now.plus(Duration.ofMinutes(random.nextInt(8)));
        if (step > 0) {
          change(now);
        }
        Estate estate = estate(now);
        estate = last == null ? estate : Estates.with(estate, Estates.inForce(last));
        Plan plan = Planner.propose(estate, Map.of());
        plans++;
        List<Finding> findings = Checker.check(estate, plan);
        String wrong = findings.isEmpty() ? wrong(plan) : findings.toString();
        if (remembers
            && wrong.isEmpty()
            && !Planner.plan(estate).equals(Planner.plan(estate, memory))) {
          wrong = "with a memory the plan is another one";
        }
        if (!wrong.isEmpty()) {
          failures.add(name + ", step " + step + ": " + wrong);
          return;
        }
        last = plan;
      }
    }

    private void change(Instant now) {
      Owner owner = owners.get(random.nextInt(owners.size()));
      switch (random.nextInt(6)) {
        case 0, 1 -> owner.raised = raises && !owner.raised;
        case 2 -> fail(random.nextInt(states.length), now);
        case 3 -> {
          fail(random.nextInt(states.length), now);
          fail(random.nextInt(states.length), now);
        }
        case 4 -> owner.replicas = 1 + random.nextInt(4);
        default -> owners.add(new Owner(random));
      }
    }

    private void fail(int zone, Instant now) {
      if (losses) {
        states[zone] = states[zone] == ZoneState.Active ? ZoneState.Lost : ZoneState.Active;
        since[zone] = now;
      }
    }

    private Estate estate(Instant now) {
      EstateBuilder estate = Estates.estate().now(now);
      for (int z = 0; z < states.length; z++) {
        ZoneBuilder zone = Estates.zone("z" + z).cpu(CPUS);
        estate.zone(since[z] == null ? zone : zone.state(states[z], since[z]));
      }
      for (int i = 0; i < owners.size(); i++) {
        Owner owner = owners.get(i);
        WorkloadBuilder workload =
            Estates.workload("w" + i)
                .cpu(owner.raised ? TOO_MANY : owner.cpus)
                .replicas(owner.replicas)
                .priority(owner.priority)
                .failover(Duration.ofMinutes(1), Duration.ofMinutes(10));
        workload = owner.surges ? workload.surges() : workload;
        estate.workload(
            switch (owner.survival) {
              case 0 -> workload;
              case 1 -> workload.tolerate(Scope.ZONE);
              default -> workload.tolerate(Scope.ZONE, 0, Workload.Recover.Reserved, false);
            });
      }
      return estate.build();
    }

    private String wrong(Plan plan) {
      long[] now = new long[states.length];
      long[] rollouts = new long[states.length];
      for (Decision d : plan.decisions()) {
        Owner owner = owner(d.id().name());
        for (Assignment a : d.assignments()) {
          int z = zone(a.zone());
          now[z] += a.replicas() * owner.cpus;
          if (owner.surges && !owner.raised && a.replicas() > 0) {
            rollouts[z] = Math.max(rollouts[z], owner.cpus);
          }
        }
      }
      StringBuilder wrong = new StringBuilder();
      Arrays.setAll(rollouts, z -> now[z] + rollouts[z]);
      // Who comes at a loss may have to wait with its rollout.
      if (overfull(losses ? now : rollouts)) {
        wrong.append("now ").append(Arrays.toString(now) + ", ");
        wrong.append("rolled out ").append(Arrays.toString(rollouts));
      }
      for (int lost = 0; lost < states.length && wrong.isEmpty(); lost++) {
        long[] then = now.clone();
        then[lost] = 0;
        if (states[lost] == ZoneState.Active) {
          carryOut(plan, new Contingency.Event(Scope.ZONE, "z" + lost), then);
          if (overfull(then)) {
            wrong.append("z" + lost + " lost: ").append(Arrays.toString(now) + " to ");
            wrong.append(Arrays.toString(then));
          }
        }
      }
      return wrong.toString();
    }

    private void carryOut(Plan plan, Contingency.Event loss, long[] use) {
      for (Decision d : plan.decisions()) {
        for (Contingency c : d.contingency()) {
          if (c.event().equals(loss)) {
            moves += c.moves().size();
            evictions += c.evicts().size();
            c.moves().forEach(m -> use[zone(m.to())] += m.replicas() * cpus(d));
            c.evicts()
                .forEach(e -> use[zone(e.zone())] -= e.replicas() * cpus(e.workload().name()));
          }
        }
      }
    }

    private boolean overfull(long[] use) {
      boolean overfull = false;
      for (int z = 0; z < use.length; z++) {
        overfull |= states[z] == ZoneState.Active && use[z] > CPUS;
      }
      return overfull;
    }

    private int zone(String of) {
      return Integer.parseInt(of.substring(1));
    }

    private long cpus(Decision of) {
      return cpus(of.id().name());
    }

    /** What a replica came with. */
    private long cpus(String of) {
      return owner(of).cpus;
    }

    private Owner owner(String of) {
      return owners.get(Integer.parseInt(of.substring(1)));
    }
  }
}
