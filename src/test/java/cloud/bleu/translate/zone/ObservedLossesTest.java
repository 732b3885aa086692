package cloud.bleu.translate.zone;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.running;
import static cloud.bleu.placement.Estates.workload;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.AvailabilityZoneStatus;
import cloud.bleu.placement.EstateBuilder;
import cloud.bleu.placement.WorkloadBuilder;
import cloud.bleu.placement.ZoneBuilder;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.LossBudget;
import cloud.bleu.placement.estate.LossBudget.Waiting;
import cloud.bleu.placement.estate.LossBudget.Why;
import cloud.bleu.placement.estate.PartitionDetection;
import cloud.bleu.placement.estate.Workload.Recover;
import cloud.bleu.placement.model.Health;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.placement.model.ZoneState;
import cloud.bleu.status.loss.LossWords;
import cloud.bleu.translate.zone.ObservedLosses.Recording;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * How many losses of zones are taken by observation. A history is what is seen minute after minute,
 * a letter a zone of seven: {@code 5 sL} is zone a that is silent, b that is silent and told Lost,
 * and five that are well; D is told Drained, C is silent and Cordoned, c is Cordoned. After {@code
 * R} the operator has started anew: it knows what statuses say. Each zone has a replica of a
 * workload with {@code failover.after: 5m}.
 */
class ObservedLossesTest {

  private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");
  private static final Duration AFTER = Duration.ofMinutes(5);
  private static final List<String> NAMES = List.of("a", "b", "c", "d", "e", "f", "g");

  /** By what they say of losses: to read one takes longer than all that is tested with it. */
  private static final Map<String, AvailabilityZoneStatus> STATUSES = new HashMap<>();

  private final Map<String, AvailabilityZone> objects = new HashMap<>();
  private final Map<String, Instant> silent = new HashMap<>();
  private final Map<String, Instant> closed = new HashMap<>();
  private LossBudget memory;
  private ObservedState observed = ObservedState.UNBROKEN;

  ObservedLossesTest() {
    NAMES.forEach(name -> objects.put(name, object(name, "")));
  }

  private static AvailabilityZone object(String name, String losses) {
    return Serialization.unmarshal(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: AvailabilityZone
        metadata: {name: %s}
        status: {observedLosses: [%s]}
        """
            .formatted(name, losses),
        AvailabilityZone.class);
  }

  private static Instant minute(int minute) {
    return NOON.plusSeconds(60L * minute);
  }

  private static WorkloadBuilder web() {
    return workload("web").replicas(7).failover(AFTER, Duration.ofMinutes(30));
  }

  private static EstateBuilder everywhere(WorkloadBuilder... workloads) {
    EstateBuilder estate = estate().workload(workloads);
    for (WorkloadBuilder one : workloads) {
      estate.placement(
          running(
              one.build().id().name(),
              NAMES.stream().flatMap(name -> List.<Object>of(name, 1).stream()).toArray()));
    }
    return estate;
  }

  /** The zone as it is seen then, and since when. */
  private ZoneBuilder zone(String name, char letter, Instant now) {
    ZoneBuilder zone = new ZoneBuilder(name);
    if (".c".indexOf(letter) >= 0) {
      silent.remove(name);
    } else {
      zone.unhealthySince(silent.computeIfAbsent(name, n -> now));
    }
    if (letter == '.') {
      closed.remove(name);
      return zone;
    }
    ZoneState state =
        switch (letter) {
          case 'L' -> ZoneState.Lost;
          case 'D' -> ZoneState.Drained;
          case 'C', 'c' -> ZoneState.Cordoned;
          default -> ZoneState.Active;
        };
    return zone.state(state, closed.computeIfAbsent(name, n -> now));
  }

  private Estate look(
      ObservedLosses bound, EstateBuilder estate, String letters, String together, Instant now) {
    for (int i = 0; i < NAMES.size(); i++) {
      String name = NAMES.get(i);
      ZoneBuilder zone = zone(name, i < letters.length() ? letters.charAt(i) : '.', now);
      boolean shares = together.substring(together.indexOf(':') + 1).contains(name);
      if (shares && together.startsWith("site")) {
        zone.site("shared");
      } else if (shares && together.startsWith("flood")) {
        zone.hazard("flood", "seine");
      } else if (shares && together.startsWith("none")) {
        zone.hazard("flood", Zone.NOT_EXPOSED);
      }
      estate.zone(zone);
    }
    Estate bounded =
        bound.in(estate.build().at(now), List.copyOf(objects.values()), memory, observed);
    memory = bounded.lossBudget();
    return bounded;
  }

  private void write(Estate estate) {
    NAMES.forEach(
        name ->
            objects
                .get(name)
                .setStatus(
                    STATUSES.computeIfAbsent(
                        losses(estate, name), losses -> object(name, losses).getStatus())));
  }

  private static String losses(Estate estate, String name) {
    return new LossWords(estate, name)
        .taken().stream()
            .map(l -> "{sinceTime: '%s', takenTime: '%s'}".formatted(l.sinceTime(), l.takenTime()))
            .collect(Collectors.joining(", "));
  }

  /** Which silent zones are left, and until when the others wait that would be. */
  private static String words(Estate estate) {
    return estate.zones().stream()
        .filter(zone -> zone.health().isSilent() && zone.state().compareTo(ZoneState.Drained) < 0)
        .map(zone -> zone.name() + word(estate, zone))
        .collect(Collectors.joining(" "));
  }

  private static String word(Estate estate, Zone zone) {
    Health health = zone.health();
    Waiting waiting = estate.lossBudget().waiting(zone.name());
    boolean left = !health.silentSince().plus(health.patience(AFTER)).isAfter(estate.now());
    if (waiting != null) {
      assertFalse(left, zone.name());
    }
    if (waiting != null && waiting.why() == Why.BoundReached) {
      return waiting.until() == null
          ? "@never"
          : "@" + Duration.between(NOON, waiting.until()).toMinutes();
    }
    return left ? "=left" : "=stays";
  }

  private String after(int most, String together, String history, Recording recording) {
    Estate estate = null;
    for (String moment : history.split(", ")) {
      if (moment.startsWith("R")) {
        memory = null;
      }
      String[] parts = moment.replace("R", "").split(" ");
      estate =
          look(
              new ObservedLosses(most, recording),
              everywhere(web()),
              parts[1],
              together,
              minute(Integer.parseInt(parts[0])));
      write(estate);
    }
    return words(estate);
  }

  @ParameterizedTest(name = "at most {0}, {1}: {2}: {3}")
  @CsvSource(
      nullValues = "-",
      delimiter = '|',
      textBlock =
          """
          # Nothing asks before the first workload would leave.
          1 | - | 0 s, 4 s | a=stays
          1 | - | 0 s, 5 s | a=left
          1 | - | 0 s, 5 s, 10 ss, 14 ss | a=left b=stays
          # The second loss of the hour waits until the first one is an hour old.
          1 | - | 0 s, 5 s, 10 ss, 15 ss | a=left b@66
          1 | - | 0 s, 5 s, 10 ss, 15 ss, 64 ss | a=left b@66
          1 | - | 0 s, 5 s, 10 ss, 15 ss, 67 ss | a=left b=left
          1 | - | 0 s, 5 s, 60 ss, 64 ss, 67 ss | a=left b=left
          2 | - | 0 s, 5 s, 10 ss, 15 ss | a=left b=left
          2 | - | 0 s, 5 s, 10 ss, 15 ss, 20 sss, 25 sss | a=left b=left c@66
          2 | - | 0 s, 5 s, 10 ss, 15 ss, 20 sss, 25 sss, 67 sss | a=left b=left c=left
          # A loss counts for its hour though the zone is back.
          1 | - | 0 s, 5 s, 10 ., 20 .s, 25 .s | b@66
          # The same zone once more is one more.
          1 | - | 0 s, 5 s, 10 ., 20 s, 25 s | a@66
          # One that was closed all the time took nothing new: it is the same loss.
          1 | - | 0 s, 5 s, 10 c, 20 C, 25 C | a=left
          # Beyond that nobody else asks.
          1 | - | 0 s, 5 s, 10 c, 70 c, 80 C, 85 C | a=left
          1 | - | 0 s, 5 s, 10 c, 70 c, R75 c, 80 C, 85 C | a=left
          # What was heard of since asks again once its hour is over, and counts.
          1 | - | 0 s, 5 s, 10 c, 70 cs, 75 Cs, 80 Cs | a@136 b=left
          1 | - | 0 s, 5 s, 10 c, 70 cs, 75 cs, 80 cc, 140 c.s, 145 c.s, 150 C.s, 155 Css, 160 Css | a@206 b@206 c=left
          # Within it that is the same one, which then counts from the later time on.
          1 | - | 0 s, 5 s, 10 c, 20 C, 25 C, 60 Cs, 65 Cs | a=left b@86
          1 | - | 0 s, 5 s, 10 c, 20 C, 25 C, 60 Cs, 65 Cs, R66 Cs | a=left b@86
          # What was not is no other loss, however long.
          1 | - | 0 s, 5 s, 70 s, 75 ss, 80 ss, 85 ss | a=left b=left
          1 | - | 0 s, 5 s, 70 s, 75 ss, 80 ss, R85 ss | a=left b=left
          1 | - | 0 s, 5 s, 10 L, 80 L, 85 s, 86 s | a=left
          # It counts for its hour only, and not for what came once it was open.
          1 | - | 0 s, 5 s, 10 c, 70 c, 75 ., 80 sc, 85 s, 90 ss, 95 ss | a=left b@146
          # The longest silent first, whatever its name.
          1 | - | 0 s, 5 s, 10 s.s, 12 sss, 20 sss | a=left b@66 c@66
          1 | - | 0 s, 5 s, 10 s.s, 12 sss, 20 sss, 67 sss | a=left b@128 c=left
          1 | - | 0 s, 5 s, 10 s.s, 12 sss, 20 sss, 67 sss, 129 sss | a=left b=left c=left
          # One that waits and comes back leaves its turn to the next.
          1 | - | 0 s, 5 s, 10 ss, 15 ss, 30 s., 40 s.s, 45 s.s | a=left c@66
          # Of one site or hazard, and silent within a minute: one loss.
          1 | site:ab | 0 ss, 5 ss | a=left b=left
          1 | site:ab | 0 s, 1 ss, 6 ss | a=left b=left
          1 | site:ab | 0 s, 2 ss, 5 ss, 7 ss | a=left b@66
          1 | flood:ab | 0 ss, 5 ss | a=left b=left
          1 | site:ab | 0 s, 5 s, 10 ., 20 ss, 25 ss | a@66 b@66
          # No zone is exposed to a hazard together with one that is not.
          1 | none:ab | 0 s, 2 ss, 5 ss, 7 ss | a=left b@66
          # What a person reports acts at once, and is no part of it.
          1 | - | 0 s, 5 s, 10 sL, 20 sL | a=left
          1 | - | 0 L, 5 L, 10 Ls, 15 Ls | b=left
          1 | - | 0 D, 5 D, 10 Ds, 15 Ds | b=left
          2 | - | 0 s, 5 s, 10 sL, 15 sLs, 20 sLs | a=left c=left
          # The report is withdrawn, and the zone is silent still: that is observation again.
          1 | - | 0 s, 5 s, 10 sL, 20 ss | a=left b@66
          # A restart forgets nothing.
          1 | - | 0 s, 5 s, R10 ss, 15 ss | a=left b@66
          1 | - | 0 s, 5 s, 10 ss, 15 ss, R20 ss | a=left b@66
          1 | - | 0 s, 5 s, 10 ., R20 .s, 25 .s | b@66
          1 | - | 0 s, 5 s, 10 ss, 15 ss, 67 ss, R70 sss, 75 sss | a=left b=left c@128
          # None at all: each waits for a person.
          0 | - | 0 s, 5 s | a@never
          0 | - | 0 s, 5 s, 500 s | a@never
          0 | site:ab | 0 ss, 5 ss | a@never b@never
          0 | - | 0 L, 5 L | -
          """)
  void isTakenWithinTheBound(int most, String together, String history, String expected) {
    assertEquals(
        expected == null ? "" : expected,
        after(most, together == null ? "" : together, history, Recording.NotNeeded));
  }

  /** Where what was taken is written first it is the same, a look later. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1 | 0 s, 5 s | a=stays
          1 | 0 s, 5 s, 6 s | a=left
          1 | 0 s, 5 s, R6 s | a=left
          1 | 0 s, 5 s, 6 s, 10 ss, 15 ss, 16 ss | a=left b@66
          1 | 0 s, 5 s, 6 s, 10 ss, 15 ss, 67 ss, 68 ss | a=left b=left
          """)
  void nothingMovesBeforeItIsRecorded(int most, String history, String expected) {
    assertEquals(expected, after(most, "", history, Recording.First));
  }

  @Test
  void whatCannotBeRecordedMovesNothing() {
    ObservedLosses bound = new ObservedLosses(1, Recording.First);
    look(bound, everywhere(web()), "s", "", minute(0));
    assertEquals("a=stays", words(look(bound, everywhere(web()), "s", "", minute(5))));
    Estate late = look(bound, everywhere(web()), "s", "", minute(30));
    assertEquals("a=stays", words(late));
    assertEquals(
        List.of(new Waiting("a", Why.NotRecorded, minute(31))), late.lossBudget().waiting());
    assertEquals(List.of(taken("a", 0, 30)), memory.taken(), "it is one, and counts from now on");
    // It counts for its hour, whatever the zone does.
    look(bound, everywhere(web()), "", "", minute(40));
    assertEquals(List.of(taken("a", 0, 30)), memory.taken());
    look(bound, everywhere(web()), "", "", minute(92));
    assertEquals(List.of(), memory.taken());
  }

  /** Zones of a kind that is older than the operator have no field for it. */
  @Test
  void whereNothingCanBeRecordedNothingIsTaken() {
    ObservedLosses bound = new ObservedLosses(1, Recording.Impossible);
    look(bound, everywhere(web()), "s", "", minute(0));
    look(bound, everywhere(web()), "ss", "", minute(2));
    for (int minute : new int[] {7, 90}) {
      Estate estate = look(bound, everywhere(web()), "ss", "", minute(minute));
      assertEquals("a=stays b=stays", words(estate));
      assertEquals(
          new LossBudget(
              1,
              0,
              List.of(),
              List.of(
                  new Waiting("a", Why.NotRecorded, minute(minute + 1)),
                  new Waiting("b", Why.NotRecorded, minute(minute + 1)))),
          estate.lossBudget());
    }
  }

  private static LossBudget.Taken taken(String zone, int since, int at) {
    return new LossBudget.Taken(zone, minute(since), minute(at));
  }

  /** A bound that is set later finds zones of which nobody wrote how they were lost. */
  @Test
  void whatWasTakenWithoutARecordCountsFromWhenItIsSeen() {
    ObservedLosses bound = new ObservedLosses(1, Recording.NotNeeded);
    silent.putAll(Map.of("a", minute(0), "b", minute(10)));
    closed.putAll(silent);
    assertEquals("a=left b@91", words(look(bound, everywhere(web()), "ss", "", minute(30))));
  }

  @Test
  void whatWasTakenStaysTakenUnderALowerBound() {
    after(2, "", "0 s, 5 s, 10 ss, 15 ss", Recording.NotNeeded);
    Estate lowered =
        look(new ObservedLosses(0, Recording.First), everywhere(web()), "ss", "", minute(20));
    assertEquals("a=left b=left", words(lowered));
    assertEquals(2, lowered.lossBudget().used());
  }

  /**
   * Written for later, or not to be read: it counts from the first look on, and is written so. A
   * clock that is a little ahead is none that was set.
   */
  @ParameterizedTest
  @CsvSource({
    "soon, b@61, 2026-11-27T12:00:00Z",
    "2026-11-27T12:30:00Z, b@61, 2026-11-27T12:00:00Z",
    "2036-11-27T12:30:00Z, b@61, 2026-11-27T12:00:00Z",
    "2026-11-27T12:00:00.200Z, b@61, 2026-11-27T12:00:00.200Z",
    "2026-11-27T10:58:29Z, b=left, 2026-11-27T12:00:00Z",
  })
  void whatIsRecordedOddlyCounts(String time, String expected, String written) {
    objects.put("a", object("a", "{sinceTime: 'x', takenTime: '%s'}".formatted(time)));
    silent.put("b", minute(-5));
    closed.put("b", minute(-5));
    observed = new ObservedState(null, minute(-600));
    for (int minute : new int[] {0, 1, 7, 28}) {
      Estate estate =
          look(
              new ObservedLosses(1, Recording.NotNeeded),
              everywhere(web()),
              ".s",
              "",
              minute(minute));
      assertEquals(expected, words(estate), "minute " + minute);
      assertEquals(
          List.of(Instant.parse(written)),
          estate.lossBudget().taken().stream().map(LossBudget.Taken::at).toList());
    }
  }

  /** Whoever took over may have a clock that is a little behind. */
  @ParameterizedTest
  @ValueSource(strings = {"12:00:00", "12:00:00.200", "12:00:59"})
  void lossThatWasTakenALittleAheadIsTheSame(String time) {
    objects.put(
        "a",
        object(
            "a",
            "{sinceTime: '2026-11-27T11:55:00Z', takenTime: '2026-11-27T%sZ'}".formatted(time)));
    silent.put("a", minute(-5));
    closed.put("a", minute(-5));
    Estate estate =
        look(new ObservedLosses(1, Recording.First), everywhere(web()), "s", "", minute(0));
    assertEquals("a=left", words(estate));
    assertEquals(1, estate.lossBudget().used());
  }

  @Test
  void nothingIsTakenWhileTheOwnViewIsInDoubt() {
    ObservedLosses bound = new ObservedLosses(2, Recording.NotNeeded);
    look(bound, everywhere(web()), "ssss", "", minute(0));
    Estate doubted = look(bound, everywhere(web()), "ssss", "", minute(9));
    assertEquals(List.of(), doubted.lossBudget().taken());
    assertEquals(List.of(), doubted.lossBudget().waiting());
  }

  /** What comes of a zone a that is silent for five minutes, beside six that are well. */
  private static LossBudget ofOne(EstateBuilder estate, Duration patience) {
    estate.zone(
        new ZoneBuilder("a")
            .state(ZoneState.Active, minute(-5))
            .unhealthySince(minute(-5))
            .patience(patience));
    NAMES.subList(1, NAMES.size()).forEach(name -> estate.zone(new ZoneBuilder(name)));
    return new ObservedLosses(1, Recording.NotNeeded)
        .in(estate.build().at(NOON), List.of(), null, ObservedState.UNBROKEN)
        .lossBudget();
  }

  /** No loss is taken, and the next one need not wait for it. */
  @Test
  void zoneThatNobodyLeavesByObservationIsNoLoss() {
    assertEquals(1, ofOne(everywhere(web()), Duration.ZERO).used());
    for (WorkloadBuilder stays :
        List.of(web().dataBound(), web().quorum(), web().waits(AFTER), web().suspended())) {
      assertEquals(new LossBudget(1), ofOne(everywhere(stays), Duration.ZERO));
    }
    assertEquals(new LossBudget(1), ofOne(estate().workload(web()), Duration.ZERO));
  }

  /** A plan in force is carried out whatever they say, so each may leave. */
  @Test
  void zoneThatSomebodyMayLeaveIsALoss() {
    for (WorkloadBuilder leaves :
        List.of(
            web().cpu(999),
            web().affinity("missing", Scope.SITE, false),
            web().affinity("missing", Scope.SITE, true),
            web().tolerate(Scope.ZONE, 0, Recover.None, false),
            web()
                .tolerate(Scope.REGION, 0, Recover.Reserved, false)
                .tolerate(Scope.SITE, 0, Recover.None, false),
            web()
                .tolerate(Scope.SITE, 0, Recover.None, false)
                .tolerate(Scope.ZONE, 0, Recover.BestEffort, false),
            web()
                .tolerate(Scope.REGION, 0, Recover.None, false)
                .tolerate(Scope.SITE, 0, Recover.BestEffort, false))) {
      assertEquals(1, ofOne(everywhere(leaves), Duration.ZERO).used());
    }
  }

  /** The longer of two waits counts, as without a bound; the first workload asks for the zone. */
  @ParameterizedTest
  @CsvSource({"1, 9, 0, 1", "9, 5, 0, 1", "9, 6, 0, 0", "1, 9, 6, 0", "1, 9, 5, 1"})
  void asksWhenTheFirstWorkloadWouldLeave(int one, int other, int zone, int taken) {
    EstateBuilder estate =
        everywhere(
            workload("one").failover(Duration.ofMinutes(one), Duration.ofMinutes(30)),
            workload("other").failover(Duration.ofMinutes(other), Duration.ofMinutes(30)));
    assertEquals(taken, ofOne(estate, Duration.ofMinutes(zone)).used());
  }

  @Test
  void aThousandOneMinuteLossesNeverExceedTheBound() {
    for (int most = 1; most <= 3; most++) {
      memory = null;
      silent.clear();
      closed.clear();
      NAMES.forEach(name -> objects.put(name, object(name, "")));
      Random random = new Random(29 + most);
      Set<LossBudget.Taken> all = new TreeSet<>();
      char[] letters = ".......".toCharArray();
      for (int minute = 0; minute < 1_000; minute++) {
        int z = random.nextInt(NAMES.size());
        letters[z] = letters[z] == '.' && random.nextBoolean() ? 's' : '.';
        if (random.nextInt(9) == 0) {
          memory = null;
        }
        Estate estate =
            look(
                new ObservedLosses(most, Recording.NotNeeded),
                everywhere(web()),
                String.valueOf(letters),
                "",
                minute(minute));
        write(estate);
        all.addAll(estate.lossBudget().taken());
        Instant now = minute(minute);
        long hour = all.stream().filter(one -> one.countsAt(now)).count();
        assertEquals(hour, estate.lossBudget().used(), "minute " + minute);
        assertTrue(hour <= most, hour + " in minute " + minute);
      }
    }
  }

  /**
   * What leaves, with statuses that are refused for a while, operators that end, and zones that are
   * closed when they are back: no more zones than the bound within any hour. One that was open in
   * between is another one.
   */
  @ParameterizedTest
  @CsvSource({"1", "2", "3"})
  void noMoreLeaveWithinAnyHour(int most) {
    ObservedLosses bound = new ObservedLosses(most, Recording.First);
    Random random = new Random(31 + most);
    char[] letters = ".......".toCharArray();
    Map<Character, String> next = Map.of('.', "s.", 's', ".cs", 'c', ".C", 'C', ".ccC");
    Map<String, Integer> opened = new HashMap<>();
    Map<String, Integer> departures = new HashMap<>();
    Set<String> before = Set.of();
    boolean refused = false;
    for (int minute = 0; minute < 4_000; minute++) {
      if (minute % 2 == 0) {
        int z = random.nextInt(NAMES.size());
        String choices = next.get(letters[z]);
        letters[z] = choices.charAt(random.nextInt(choices.length()));
        if (letters[z] == '.') {
          opened.put(NAMES.get(z), minute);
        }
      }
      refused = random.nextInt(refused ? 40 : 80) == 0 ? !refused : refused;
      if (random.nextInt(20) == 0) {
        memory = null;
      }
      Estate estate = look(bound, everywhere(web()), String.valueOf(letters), "", minute(minute));
      Set<String> left = left(estate);
      for (String zone : left) {
        if (!before.contains(zone)) {
          departures.put(zone + opened.get(zone), minute);
        }
      }
      before = left;
      int now = minute;
      long hour = departures.values().stream().filter(at -> at > now - 60).count();
      assertTrue(hour <= most, hour + " in the hour before minute " + minute);
      if (!refused) {
        write(estate);
      }
    }
    assertTrue(departures.size() > 20, departures.toString());
  }

  /** Nothing leaves while the view is in doubt. */
  private static Set<String> left(Estate estate) {
    return PartitionDetection.doubt(estate.zones()) != null
        ? Set.of()
        : Arrays.stream(words(estate).split(" "))
            .filter(word -> word.endsWith("=left"))
            .map(word -> word.substring(0, 1))
            .collect(Collectors.toSet());
  }
}
