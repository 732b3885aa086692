package cloud.bleu.operator.reconciler;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.delivery.zone.DeliveryProblem;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** For which zones of other clusters a workload is held, case by case. */
class ZoneHoldsTest {

  /** A zone is {@code zone=cluster}, or {@code zone=code} of what is left there. */
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "nothing is elsewhere,                 '',        'a',   '',        '',                    '', "
        + "         false, false, ''",
    "a zone before its first write,        '',        'x',   'x=1',     '',                   "
        + " 'x=1',       true,  true,  ''",
    "its cluster is away or has another's, '',        'x',   '',        '',                    '', "
        + "         false, false, ''",
    "it is held,                           'x=1',     'x',   '',        '',                   "
        + " 'x=1',       false, false, ''",
    "held though its cluster is away,      'x=1',     'x y', 'y=2',     '',                    'x=1"
        + " y=2',   true,  true,  ''",
    "it keeps the cluster it had,          'x=1',     'x',   'x=2',     '',                   "
        + " 'x=1',       false, false, ''",
    "left and on its way out,              'x=1',     'a',   '',        'x=Removing',         "
        + " 'x=1',       false, false, ''",
    "left and refused,                     'x=1',     'a',   '',        'x=DeliveryRefused',  "
        + " 'x=1',       false, false, 'DeliveryRefused'",
    "left and its cluster is away,         'x=1',     'a',   '',        'x=TargetUnreachable',"
        + " 'x=1',       false, false, 'TargetUnreachable'",
    "left and empty,                       'x=1',     'a',   '',        '',                    '', "
        + "         true,  false, ''",
    "left for another one,                 'x=1',     'y',   'y=2',     'x=Removing',          'x=1"
        + " y=2',   true,  true,  ''",
    "left and empty for another one,       'x=1',     'y',   'y=2',     '',                   "
        + " 'y=2',       true,  true,  ''",
    "one empty and one not,                'x=1 y=2', 'a',   '',        'y=Removing',         "
        + " 'y=2',       true,  false, ''",
    "two refused alike are told once,      'x=1 y=1', 'a',   '',        'x=NoRight y=NoRight', 'x=1"
        + " y=1',   false, false, 'NoRight'",
    "each cause is told,                   'x=1 y=2', 'a',   '',        'x=NoRight y=Quota',   'x=1"
        + " y=2',   false, false, 'NoRight Quota'",
    "nowhere at all,                       'x=1',     '',    '',        'x=NoRight',          "
        + " 'x=1',       false, false, 'NoRight'",
  })
  void zonesOfADecision(
      String what,
      String held,
      String staying,
      String free,
      String standing,
      String wanted,
      boolean differs,
      boolean grows,
      String left) {
    ZoneHolds holds =
        ZoneHolds.of(
            pairs(held, cluster -> cluster),
            staying.isEmpty() ? Set.of() : Set.of(staying.split(" ")),
            pairs(free, cluster -> cluster),
            pairs(standing, ZoneHoldsTest::problem));
    assertEquals(pairs(wanted, cluster -> cluster), holds.wanted());
    assertEquals(differs + " " + grows, holds.differs() + " " + holds.grows());
    assertEquals(
        left, holds.left().stream().map(DeliveryProblem::code).collect(Collectors.joining(" ")));
  }

  /** Who refuses that a zone is let go need not refuse that another one is held. */
  @ParameterizedTest(name = "held {0}, wanted {1}")
  @CsvSource({
    "'',      y=2,   'y=2'",
    "x=1,     x=1,   'x=1'",
    "x=1,     y=2,   'x=1 y=2'",
    "x=1 z=3, z=3,   'z=3'",
    "x=1 z=3, y=2,   'x=1 y=2 z=3'",
    "x=1,     '',    ''",
  })
  void zoneIsHeldBeforeAnotherIsLetGo(String held, String wanted, String next) {
    assertEquals(
        pairs(next, cluster -> cluster),
        new ZoneHolds(pairs(held, cluster -> cluster), pairs(wanted, cluster -> cluster), List.of())
            .next());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "nothing is left,             'x=1 y=2', '',                      '',        true,",
    "all of it is on its way out, 'x=1 y=2', 'x=Removing y=Removing', 'x=1 y=2', false, 1",
    "one zone is empty,           'x=1 y=2', 'y=Removing',            'y=2',     true,  1",
    "its cluster is away,         'x=1',     'x=TargetUnreachable',   'x=1',     false, 20",
    "one of two is refused,       'x=1 y=2', 'x=NoRight y=Removing',  'x=1 y=2', false, 20",
  })
  void zonesOfAWorkloadThatIsDeleted(
      String what,
      String held,
      String standing,
      String wanted,
      boolean differs,
      @Nullable Long seconds) {
    SortedMap<String, DeliveryProblem> left = pairs(standing, ZoneHoldsTest::problem);
    ZoneHolds holds = ZoneHolds.ofRemoval(pairs(held, cluster -> cluster), left);
    assertEquals(pairs(wanted, cluster -> cluster), holds.wanted());
    assertEquals(differs, holds.differs());
    assertEquals(
        new Requeue(seconds == null ? null : Duration.ofSeconds(seconds)),
        Requeue.ofRemoval(left.values()));
  }

  private static DeliveryProblem problem(String code) {
    return DeliveryProblem.passing(code, "why; what to do");
  }

  private static <V> SortedMap<String, V> pairs(String text, Function<String, V> value) {
    return Arrays.stream(text.split(" "))
        .filter(pair -> !pair.isEmpty())
        .map(pair -> pair.split("="))
        .collect(
            Collectors.toMap(
                pair -> pair[0], pair -> value.apply(pair[1]), (a, b) -> b, TreeMap::new));
  }
}
