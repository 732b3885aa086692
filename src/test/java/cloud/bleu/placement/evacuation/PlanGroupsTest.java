package cloud.bleu.placement.evacuation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.Contingency;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.WorkloadId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written in groups says what was decided, no more and no less, and says it once. */
class PlanGroupsTest {

  /** Of so many lost zones one chooses at random: of these plans none. */
  private static final int NONE_ODD = Integer.MAX_VALUE;

  /** Replicas by zone; losses with their moves; the groups. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "a=2 b=1 c=1 | zone a: a>b2; zone b: b>c1; zone c: c>b1"
            + " | zones a to 2 each b; zones b to 1 each c; zones c to 1 each b",
        // Losses that lead to the same are one group.
        "a=1 b=1 c=1 d=1 e=1 | zone a: a>d1; zone b: b>d1; site s: a>c1 b>d1; site t: b>c1 e>d1"
            + " | losses site s from a b; site t from b e to 1 each c d; zones a b to 1 each d",
        // One target takes what two zones give.
        "a=2 b=1 c=1 | site s: a>c2 b>c1 | losses site s from a b to 3 each c",
        // The targets take one each, and then again.
        "a=3 b=1 c=0 | site s: a>c1 a>d1 a>e1 b>c1 | losses site s from a b to 1 each c d e; 1 each"
            + " c",
        // A loss is named in another one where that is shorter than its zones.
        "a-long-name=1 another=1 c=1 d=1 | site s: a-long-name>d1 another>d1;"
            + " region r: a-long-name>d1 another>d1 c>d1"
            + " | losses region r from c site s to 3 each d; losses site s from a-long-name another"
            + " to 2 each d",
        // Zones in use that follow each other are named by the first and the last, but the lost
        // one.
        "a=5 b=1 c=1 d=1 e=1 f=1 | zone a: a>b1 a>c1 a>d1 a>e1 a>f1 | zones a to 1 each b through"
            + " f",
        "a=1 b=1 c=7 d=1 e=1 f=1 g=1 h=1 | zone c: c>a1 c>b1 c>d1 c>e1 c>f1 c>g1 c>h1"
            + " | zones c to 1 each a through h",
        // So losses that are answered alike are one group, whichever zone is lost.
        "a=1 b=1 c=5 d=5 e=1 f=1 g=1 | zone c: c>a1 c>b1 c>d1 c>e1 c>f1; zone d: d>a1 d>b1 d>c1"
            + " d>e1 d>f1 | zones c d to 1 each a through f",
        // Also where they are named, if at least four are the same; what a loss does not need is
        // left.
        "a=5 b=5 c=1 d=5 e=1 f=1 g=1 h=1 i=1 k=1 l=1 m=1 | zone a: a>b1 a>d1 a>f1 a>h1 a>k1;"
            + " zone b: b>d1 b>f1 b>h1 b>k1 b>m1; zone d: d>b1 d>f1 d>h1 d>k1 d>m1"
            + " | zones a b d to 1 each b d f h k m",
        "a=3 b=3 c=3 d=3 e=3 | zone a: a>b1 a>c1 a>e1; zone c: c>b1 c>d1 c>e1"
            + " | zones a to 1 each b c e; zones c to 1 each b d e",
        // But not where a loss gives more than it has targets for.
        "a=5 b=1 c=6 d=1 e=1 f=1 h=1 | zone a: a>b1 a>d1 a>e1 a>f1 a>h1; zone c: c>b1 c>d1 c>e1"
            + " c>f1 | zones a to 1 each b d e f h; zones c to 1 each b d e f",
        // Those in which nothing runs are named, and what comes out of turn is.
        "a=6 b=1 c=1 d=1 e=1 f=1 g=0 | zone a: a>b1 a>c1 a>d1 a>e1 a>f1 a>g1"
            + " | zones a to 1 each b through f; 1 each g",
        "a=2 b=2 c=1 d=1 e=1 f=1 | site s: a>e1 a>f1 b>c1 b>d1 | losses site s from a b to 1 each e"
            + " f c d",
        // Four are read faster by their names.
        "a=4 b=1 c=1 d=1 e=1 | zone a: a>b1 a>c1 a>d1 a>e1 | zones a to 1 each b c d e",
        // The targets take one each, and then two.
        "a=5 b=10 c=1 d=1 e=1 f=1 g=1 | site s: a>c1 a>d1 a>e1 a>f1 a>g1 b>c2 b>d2 b>e2 b>f2 b>g2"
            + " | losses site s from a b to 1 each c through g; 2 each c through g",
        // Some stay down: the first zone gives all, the second what there is room for.
        "a=2 b=2 c=1 | site s: a>c2 b>c1 | losses site s from a b to 3 each c",
        // But not where it is the second one that gives all.
        "a=2 b=2 c=1 | site s: a>c1 b>c2 | losses site s moves a>c1 b>c2",
        // Nothing is re-created.
        "a=2 b=2 | zone a: ; site s: | losses site s, zones a",
        // Of a zone where nothing runs nothing is known.
        "a=2 | zone b: b>a1 | losses zone b moves b>a1",
        // What groups cannot say at all is written as moves.
        "a=1 b=1 c=1 | site s: a>c1 b>c1; site s: a>c1"
            + " | losses site s moves a>c1 b>c1; losses site s moves a>c1",
      })
  void isWritten(String replicas, String losses, String expected) {
    List<Assignment> assignments = assignments(replicas);
    List<Contingency> contingency = new ArrayList<>();
    for (String loss : losses.split(";")) {
      String[] parts = loss.strip().split(":");
      contingency.add(
          new Contingency(
              event(parts[0]), moves(parts.length == 1 ? "" : parts[1].strip()), List.of(), 0));
    }
    contingency.sort(Comparator.comparing(Contingency::event));
    List<LossGroup> groups = PlanGroups.of(contingency, assignments);
    assertEquals(
        expected, groups.stream().map(PlanGroupsTest::text).collect(Collectors.joining("; ")));
    assertEquals(contingency, WrittenPlan.contingency(groups, assignments));
  }

  /** Of many zones that are answered alike none is named, as long as they are all the others. */
  @ParameterizedTest
  @CsvSource({"12, true, false", "13, true, true", "14, false, false"})
  void theOthersAreNotNamed(int alike, boolean each, boolean others) {
    List<Assignment> assignments = new ArrayList<>();
    List<Contingency> contingency = new ArrayList<>();
    for (int z = 0; z <= alike; z++) {
      String zone = "z%02d".formatted(z);
      assignments.add(new Assignment(zone, 1, 1));
      if (each || z != 1) {
        String to = z == 0 ? "z01" : "z00";
        contingency.add(
            new Contingency(
                new Contingency.Event(Scope.ZONE, zone),
                List.of(new Contingency.Move(zone, to, 1)),
                List.of(),
                alike));
      }
    }
    List<LossGroup> groups = PlanGroups.of(contingency, assignments);
    assertEquals(others, groups.stream().anyMatch(LossGroup::otherZones));
    assertTrue(groups.size() <= 2, groups.size() + " groups: alike is written once");
    assertEquals(contingency, WrittenPlan.contingency(groups, assignments));
  }

  /** Plans as no engine makes them: repeated, partial, out of idle zones, of odd names. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void whateverIsDecidedIsReadBack(long seed) {
    Random random = new Random(seed);
    for (int run = 0; run < 500; run++) {
      List<String> zones =
          IntStream.range(0, 2 + random.nextInt(20)).mapToObj(z -> "zone-" + z).toList();
      List<Assignment> assignments =
          zones.stream().map(z -> new Assignment(z, random.nextInt(4), 1)).toList();
      TreeMap<Contingency.Event, Contingency> plan = new TreeMap<>();
      for (int e = random.nextInt(40); e > 0; e--) {
        Contingency one = loss(random, zones, assignments);
        plan.put(one.event(), one);
      }
      List<Contingency> contingency = List.copyOf(plan.values());
      assertEquals(contingency, GroupedPlan.readBack(contingency, assignments));
      assertEquals(contingency, GroupedPlan.readInOrder(contingency, assignments));
      assertEquals(
          contingency,
          WrittenPlan.contingency(PlanGroups.of(contingency, assignments), assignments));
    }
  }

  /** Plans as an engine makes them: by one order of zones for all losses, which skip lost ones. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void whatIsAnsweredInOneOrderIsReadBack(long seed) {
    Random random = new Random(seed);
    int losses = 0;
    int groups = 0;
    for (int run = 0; run < 300; run++) {
      List<Assignment> assignments =
          IntStream.range(0, 6 + random.nextInt(15))
              .mapToObj(z -> new Assignment("z%02d".formatted(z), random.nextInt(7), 1))
              .toList();
      List<String> order = new ArrayList<>(assignments.stream().map(Assignment::zone).toList());
      if (random.nextBoolean()) {
        Collections.shuffle(order, random);
      }
      TreeMap<Contingency.Event, Contingency> plan = new TreeMap<>();
      for (int size : List.of(1, 2, 5)) {
        for (int begin = 0; begin < assignments.size(); begin += size) {
          List<Assignment> lost =
              assignments.subList(begin, Math.min(assignments.size(), begin + size));
          Contingency.Event event =
              size == 1
                  ? new Contingency.Event(Scope.ZONE, lost.get(0).zone())
                  : new Contingency.Event(size == 2 ? Scope.SITE : Scope.REGION, "s" + begin);
          plan.put(event, new Contingency(event, inOrder(random, lost, order), List.of(), 0));
        }
      }
      List<Contingency> contingency = List.copyOf(plan.values());
      List<LossGroup> grouped = PlanGroups.grouped(contingency, assignments);
      assertEquals(contingency, WrittenPlan.contingency(grouped, assignments));
      losses += contingency.size();
      groups += grouped.size();
    }
    assertTrue(2 * groups < losses, groups + " groups of " + losses + " losses");
  }

  /** Sometimes some stay down, and sometimes somebody else has the room of a zone. */
  private static List<Contingency.Move> inOrder(
      Random random, List<Assignment> lost, List<String> order) {
    List<String> left = new ArrayList<>(order);
    lost.forEach(a -> left.remove(a.zone()));
    if (random.nextInt(4) == 0 && !left.isEmpty()) {
      left.remove(random.nextInt(left.size()));
    }
    int room = random.nextInt(4) == 0 ? Math.min(left.size(), random.nextInt(5)) : left.size();
    List<Contingency.Move> moves = new ArrayList<>();
    for (Assignment a : lost) {
      for (int i = 0; i < a.replicas() && moves.size() < room; i++) {
        moves.add(new Contingency.Move(a.zone(), left.get(moves.size()), 1));
      }
    }
    return moves;
  }

  /**
   * Plans as an engine makes them of uneven losses: the emptiest zone first, but within the largest
   * loss around a lost zone last; some differ from the others. No two losses keep the same.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void whatIsChosenInOneOrderIsReadBack(long seed) {
    Random random = new Random(seed);
    int losses = 0;
    int groups = 0;
    for (int run = 0; run < 150; run++) {
      UnevenPlan plan = UnevenPlan.random(random);
      List<LossGroup> inOrder = PlanGroups.inOrder(plan.contingency(), plan.assignments());
      assertEquals(
          plan.contingency(), WrittenPlan.contingency(inOrder, plan.assignments()), plan::toString);
      assertEquals(
          plan.contingency(),
          WrittenPlan.contingency(
              PlanGroups.of(plan.contingency(), plan.assignments()), plan.assignments()));
      losses += plan.contingency().size();
      groups += inOrder.size();
    }
    assertTrue(4 * groups < losses, groups + " groups of " + losses + " losses");
  }

  /** A short plan is read loss by loss; a long one is written in the order, as that is shorter. */
  @ParameterizedTest
  @CsvSource({"12, 6, false", "60, 40, true"})
  void onlyWhatIsLongIsWrittenInTheOrder(int zones, int most, boolean ordered) {
    UnevenPlan plan = UnevenPlan.of(new Random(1), zones, most, NONE_ODD, 1, 2, 6);
    List<LossGroup> grouped = PlanGroups.grouped(plan.contingency(), plan.assignments());
    List<LossGroup> inOrder = PlanGroups.inOrder(plan.contingency(), plan.assignments());
    assertEquals(ordered, WrittenLength.of(grouped) > PlanGroups.READ_WITH_EASE);
    assertTrue(WrittenLength.of(inOrder) < WrittenLength.of(grouped));
    assertEquals(
        ordered ? inOrder : grouped, PlanGroups.of(plan.contingency(), plan.assignments()));
  }

  /** Whoever comes in another order finds the same text. */
  @Test
  void theOrderOfWhatIsDecidedChangesNothing() {
    UnevenPlan plan = UnevenPlan.of(new Random(2), 60, 40, 40, 1, 2, 6);
    List<Contingency> contingency = new ArrayList<>(plan.contingency());
    List<Assignment> assignments = new ArrayList<>(plan.assignments());
    Collections.shuffle(contingency, new Random(3));
    Collections.shuffle(assignments, new Random(4));
    assertEquals(
        PlanGroups.of(plan.contingency(), plan.assignments()),
        PlanGroups.of(contingency, assignments));
  }

  /** A plan of 60,000 replicas for whose order nobody has the time is written in groups. */
  @Test
  void whatIsTooLargeForAnOrderIsWrittenInGroups() {
    UnevenPlan plan = UnevenPlan.of(new Random(5), 200, 600, NONE_ODD, 1, 50, 100);
    List<LossGroup> grouped = PlanGroups.grouped(plan.contingency(), plan.assignments());
    assertEquals(grouped, PlanGroups.of(plan.contingency(), plan.assignments()));
    assertEquals(plan.contingency(), WrittenPlan.contingency(grouped, plan.assignments()));
  }

  /** What is looked at is bounded, whatever the losses say: the rest is written loss by loss. */
  @ParameterizedTest
  @CsvSource({"0, false", "10000, false", "20000000, true"})
  void theSearchEndsWithItsEffort(long most, boolean found) {
    UnevenPlan plan = UnevenPlan.of(new Random(6), 60, 40, 2, 1, 2, 6);
    LookBudget budget = new LookBudget(most);
    List<OrderedLosses> orders =
        OrderedLosses.of(plan.contingency(), WrittenPlan.inUse(plan.assignments()), budget);
    assertEquals(found, !orders.isEmpty());
    assertEquals(!found, budget.isSpent());
  }

  /** Who does not know all that a loss takes cannot say what it leaves. */
  @ParameterizedTest
  @CsvSource({
    "a, 3",
    "site t, 2",
    "a site t, 0",
    "site unknown, 0",
    "a site unknown, 0",
    "region r, 0",
    "'', 0",
  })
  void whatIsAbsentIsKeptOnlyWhereTheLossIsKnown(String from, int keeps) {
    LossGroup group =
        new LossGroup(
            List.of(),
            false,
            List.of(
                new LossGroup.Loss(event("site s"), names(from), List.of()),
                new LossGroup.Loss(event("site t"), List.of("b"), List.of()),
                new LossGroup.Loss(
                    event("region r"), List.of("site t", "site unknown"), List.of())),
            List.of(new LossGroup.Target(List.of("c"), null, 9)),
            List.of(),
            List.of(),
            null);
    assertEquals(
        keeps,
        WrittenPlan.contingency(List.of(group), assignments("a=2 b=3")).stream()
            .filter(c -> c.event().equals(event("site s")))
            .findFirst()
            .get()
            .keeps());
  }

  /** Names, of which two words that begin with a scope are one. */
  private static List<String> names(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split(" (?=site)"));
  }

  /** Workloads that give way are part of how long a plan is. */
  @Test
  void evictionsCount() {
    Contingency.Eviction eviction =
        new Contingency.Eviction(new WorkloadId("a-namespace", "a-name"), "a-zone", 1);
    LossGroup without = new LossGroup(List.of("a"), false, List.of(), List.of(), List.of(), 0);
    LossGroup with = new LossGroup(List.of("a"), false, List.of(), List.of(), List.of(eviction), 0);
    assertTrue(
        WrittenLength.of(List.of(with)) > WrittenLength.of(List.of(without)) + 60,
        "namespace, name, zone and replicas, with the names of their fields");
  }

  /** Losses far apart that lead to the very same targets are one group, among many others. */
  @Test
  void theSameTargetsAreWrittenOnceHoweverManyOthersAreBetween() {
    List<Assignment> assignments = new ArrayList<>();
    List<Contingency> contingency = new ArrayList<>();
    for (Scope scope : List.of(Scope.SITE, Scope.ZONE)) {
      for (int z = 0; z < 50; z++) {
        String zone = "z%02d".formatted(z);
        if (scope.equals(Scope.ZONE)) {
          assignments.add(new Assignment(zone, 1, 1));
        }
        contingency.add(
            new Contingency(
                new Contingency.Event(scope, zone),
                List.of(new Contingency.Move(zone, "z%02d".formatted((z + 7) % 50), 1)),
                List.of(),
                49));
      }
    }
    assertEquals(50, PlanGroups.of(contingency, assignments).size());
  }

  /** As a file is read: the first of two counts, and what is in no zone does not. */
  @Test
  void zonesInUseAreReadWhateverIsWritten() {
    List<Assignment> assignments = new ArrayList<>(assignments("a=2 a=5 b=0 b=3 c=1"));
    assignments.add(new Assignment(null, 1, 1));
    assertEquals("{a=2, c=1}", WrittenPlan.inUse(assignments).toString());
  }

  private static Contingency loss(Random random, List<String> zones, List<Assignment> assignments) {
    Scope scope =
        List.of(Scope.ZONE, Scope.ZONE, Scope.SITE, Scope.REGION, Scope.hazard("flood"))
            .get(random.nextInt(5));
    String value =
        scope.equals(Scope.ZONE)
            ? zones.get(random.nextInt(zones.size()))
            : List.of("s", "t u", "a-much-longer-name").get(random.nextInt(3));
    List<Contingency.Move> moves = new ArrayList<>();
    for (Assignment a : assignments) {
      boolean lost = scope.equals(Scope.ZONE) ? a.zone().equals(value) : random.nextInt(3) == 0;
      int whole = random.nextInt(8) == 0 ? random.nextInt(5) : a.replicas();
      for (int left = lost ? whole : 0; left > 0; left--) {
        moves.add(
            new Contingency.Move(
                a.zone(), zones.get(random.nextInt(random.nextBoolean() ? 2 : zones.size())), 1));
      }
    }
    return new Contingency(
        new Contingency.Event(scope, value),
        moves,
        random.nextInt(6) == 0
            ? List.of(new Contingency.Eviction(new WorkloadId("n", "low"), zones.get(0), 1))
            : List.of(),
        random.nextInt(2));
  }

  /** Whatever somebody wrote by hand, it is read, and ends. */
  @Test
  void whatMeansNothingMovesNothing() {
    List<LossGroup> groups =
        List.of(
            new LossGroup(
                List.of("nowhere"),
                true,
                List.of(
                    new LossGroup.Loss(event("site s"), List.of("region r", "b"), List.of()),
                    new LossGroup.Loss(
                        event("region r"), List.of("site s", "site of nobody"), List.of())),
                List.of(
                    new LossGroup.Target(List.of("c"), null, -1),
                    new LossGroup.Target(List.of("d"), null, 1)),
                List.of(),
                0));
    assertEquals(
        "region r: b>d1; site s: b>d1; zone a: a>d1; zone b: b>d1; zone nowhere:",
        WrittenPlan.contingency(groups, assignments("a=1 b=1")).stream()
            .map(c -> c.event() + ":" + text(c.moves()))
            .collect(Collectors.joining("; ")));
    assertTrue(WrittenPlan.contingency(List.of(), List.of()).isEmpty());
  }

  /** Ranges that lead nowhere, or back. */
  @ParameterizedTest
  @CsvSource({
    "b, d, a>b1 a>c1 a>d1",
    "b, nowhere, a>b1 a>c1 a>d1",
    "b, cc, a>b1 a>c1",
    "b, b, a>b1",
    "d, b, a>d1",
    "nowhere, z, a>nowhere1",
    "A, d, a>A1 a>b1 a>c1 a>d1",
    "'', d, ''",
  })
  void rangeIsOfZonesInUse(String first, String through, String expected) {
    LossGroup group =
        new LossGroup(
            List.of("a"),
            false,
            List.of(),
            List.of(new LossGroup.Target(first.isEmpty() ? List.of() : List.of(first), through, 1)),
            List.of(),
            0);
    assertEquals(
        expected,
        text(WrittenPlan.contingency(List.of(group), assignments("a=9 b=1 c=1 d=1 e=0"))
                .get(0)
                .moves())
            .strip());
  }

  /**
   * Ranges of all zones again and again would make a list that no memory holds. But what no replica
   * is left for is not looked at.
   */
  @ParameterizedTest
  @CsvSource({"1, true", "0, false"})
  void rangesThatSayMoreThanAnyDecisionAreNotRead(int each, boolean read) {
    List<Assignment> assignments =
        IntStream.range(0, 1000).mapToObj(z -> new Assignment("z%03d".formatted(z), 1, 1)).toList();
    LossGroup group =
        new LossGroup(
            List.of("z000"),
            false,
            List.of(),
            Collections.nCopies(5000, new LossGroup.Target(List.of("a"), "z999", each)),
            List.of(),
            0);
    if (read) {
      assertEquals(
          " z000>a1", text(WrittenPlan.contingency(List.of(group), assignments).get(0).moves()));
    } else {
      assertThrows(
          IllegalArgumentException.class,
          () -> WrittenPlan.contingency(List.of(group), assignments));
    }
  }

  /** Zones that are apart, as few names that stand for many, and targets that are passed over. */
  @ParameterizedTest
  @CsvSource({
    "region, region r, 5, true",
    "region, region r, 5000, false",
    "zones, region r, 5, true",
    "region, zones, 5000, false",
  })
  void zonesApartThatSayMoreThanAnyDecisionAreNotRead(
      String from, String last, int times, boolean read) {
    List<String> zones = IntStream.range(0, 1000).mapToObj("z%03d"::formatted).toList();
    List<Assignment> assignments = zones.stream().map(z -> new Assignment(z, 1, 1)).toList();
    LossGroup group =
        new LossGroup(
            List.of("z000"),
            false,
            List.of(new LossGroup.Loss(event("region r"), zones, List.of())),
            List.of(new LossGroup.Target(List.of("a"), null, 1)),
            Collections.nCopies(
                times,
                new LossGroup.Apart(
                    from.equals("zones") ? zones : List.of("region r"),
                    last.equals("zones") ? zones : List.of(last))),
            List.of(),
            null);
    if (read) {
      assertEquals(
          " z000>a1", text(WrittenPlan.contingency(List.of(group), assignments).get(1).moves()));
    } else {
      assertThrows(
          IllegalArgumentException.class,
          () -> WrittenPlan.contingency(List.of(group), assignments));
    }
  }

  /** Each lost zone comes back to all targets that those before it have passed over. */
  @Test
  void targetsThatArePassedOverAgainAndAgainAreNotRead() {
    List<String> zones = IntStream.range(0, 1000).mapToObj("z%03d"::formatted).toList();
    List<String> targets = IntStream.range(0, 4000).mapToObj("t%04d"::formatted).toList();
    LossGroup group =
        new LossGroup(
            List.of(),
            false,
            List.of(new LossGroup.Loss(event("region r"), zones, List.of())),
            List.of(new LossGroup.Target(targets, null, 1)),
            List.of(new LossGroup.Apart(List.of("region r"), targets)),
            List.of(),
            null);
    assertThrows(
        IllegalArgumentException.class,
        () ->
            WrittenPlan.contingency(
                List.of(group), zones.stream().map(z -> new Assignment(z, 1, 1)).toList()));
  }

  /** What a lost zone uses last it does use where nothing else is left. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nowhere | c | a>c1 a>d1; b>c1 b>d1 b>e1; a>c1 a>d1 b>e1 b>f1 b>g1",
        "a | c | a>d1 a>e1; b>c1 b>d1 b>e1; a>d1 a>e1 b>c1 b>f1 b>g1",
        "site s | c d | a>e1 a>f1; b>e1 b>f1 b>g1; a>e1 a>f1 b>c1 b>g1 b>h1",
        "site s | '' | a>c1 a>d1; b>c1 b>d1 b>e1; a>c1 a>d1 b>e1 b>f1 b>g1",
      })
  void targetsAreUsedLast(String from, String last, String expected) {
    LossGroup group =
        new LossGroup(
            List.of("a", "b"),
            false,
            List.of(new LossGroup.Loss(event("site s"), List.of("a", "b"), List.of())),
            List.of(new LossGroup.Target(List.of("c", "d", "e", "f", "g", "h"), null, 1)),
            List.of(
                new LossGroup.Apart(
                    List.of(from), last.isEmpty() ? List.of() : List.of(last.split(" ")))),
            List.of(),
            null);
    List<Contingency> read =
        WrittenPlan.contingency(List.of(group), assignments("a=2 b=3 c=1 d=1 e=1"));
    assertEquals(
        expected,
        Stream.of("zone a", "zone b", "site s")
            .map(e -> read.stream().filter(c -> c.event().equals(event(e))).findFirst().get())
            .map(c -> text(c.moves()).strip())
            .collect(Collectors.joining("; ")));
    assertEquals(
        "site s 3, zone a 6, zone b 5",
        read.stream().map(c -> c.event() + " " + c.keeps()).collect(Collectors.joining(", ")));
  }

  private static List<Assignment> assignments(String text) {
    List<Assignment> assignments = new ArrayList<>();
    for (String one : text.split(" ")) {
      String[] parts = one.split("=");
      int replicas = Integer.parseInt(parts[1]);
      assignments.add(new Assignment(parts[0], replicas, replicas));
    }
    return assignments;
  }

  private static Contingency.Event event(String text) {
    String[] parts = text.split(" ", 2);
    String scope = Character.toUpperCase(parts[0].charAt(0)) + parts[0].substring(1);
    return new Contingency.Event(new Scope(scope), parts[1]);
  }

  private static List<Contingency.Move> moves(String text) {
    List<Contingency.Move> moves = new ArrayList<>();
    for (String one : text.isEmpty() ? new String[0] : text.split(" ")) {
      String[] ends = one.split(">");
      int digit = ends[1].length() - 1;
      moves.add(
          new Contingency.Move(
              ends[0], ends[1].substring(0, digit), Integer.parseInt(ends[1].substring(digit))));
    }
    return moves;
  }

  private static String text(LossGroup group) {
    StringBuilder text = new StringBuilder();
    if (!group.losses().isEmpty()) {
      text.append("losses ");
      text.append(
          group.losses().stream()
              .map(
                  l ->
                      l.event()
                          + (l.from().isEmpty() ? "" : " from " + String.join(" ", l.from()))
                          + (l.moves().isEmpty() ? "" : " moves" + text(l.moves())))
              .collect(Collectors.joining("; ")));
    }
    if (!group.zones().isEmpty()) {
      text.append(text.isEmpty() ? "" : ", ").append("zones ");
      text.append(String.join(" ", group.zones()));
    }
    if (!group.to().isEmpty()) {
      text.append(" to ");
      text.append(
          group.to().stream()
              .map(
                  t ->
                      t.replicas()
                          + " each "
                          + String.join(" ", t.zones())
                          + (t.through() == null ? "" : " through " + t.through()))
              .collect(Collectors.joining("; ")));
    }
    return text.toString();
  }

  private static String text(List<Contingency.Move> moves) {
    return moves.stream()
        .map(m -> " " + m.from() + ">" + m.to() + m.replicas())
        .collect(Collectors.joining());
  }
}
