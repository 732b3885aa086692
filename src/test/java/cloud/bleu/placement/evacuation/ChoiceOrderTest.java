package cloud.bleu.placement.evacuation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.placement.model.Contingency;
import cloud.bleu.placement.model.Scope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The order in which losses chose their targets, from what each of them took and left. */
class ChoiceOrderTest {

  /** A loss is {@code LOST ZONES:FROM>TO*REPLICAS+..}. */
  private static OrderedLosses.Lost lost(String text) {
    String[] parts = text.split(":");
    List<Contingency.Move> moves = new ArrayList<>();
    for (String move : parts[1].split("\\+")) {
      String[] words = move.split("[>*]");
      moves.add(new Contingency.Move(words[0], words[1], Integer.parseInt(words[2])));
    }
    return new OrderedLosses.Lost(
        new Contingency(new Contingency.Event(Scope.SITE, text), moves, List.of(), 0),
        new TreeSet<>(Arrays.asList(parts[0].split("-"))));
  }

  private static String order(String losses, String last) {
    Map<String, Set<String>> lasts = new HashMap<>();
    for (String one : last.isEmpty() ? new String[0] : last.split(" ")) {
      String[] words = one.split(">");
      lasts.put(words[0], Set.of(words[1].split(",")));
    }
    return ChoiceOrder.of(
            Arrays.stream(losses.split(" ")).map(ChoiceOrderTest::lost).toList(),
            lasts,
            new LookBudget(1_000_000))
        .stream()
        .map(run -> run.zone() + "*" + run.replicas())
        .collect(Collectors.joining(" "));
  }

  @ParameterizedTest(name = "{0}, last {1}: {2}")
  @CsvSource({
    // One loss says nothing of what comes first among what it takes: each in turn.
    "a:a>x*1, '', x*1",
    "a:a>x*2+a>y*1, '', x*1 y*1 x*1",
    // b took y and left x; a took both: so y came first.
    "a:a>x*1+a>y*1 b:b>y*1, '', y*1 x*1",
    "a:a>x*1+a>y*1 b:b>x*1, '', x*1 y*1",
    // b took two of y before the first of x.
    "a:a>x*1+a>y*2 b:b>y*2, '', y*2 x*1",
    // What a loss takes itself did not wait for it, so b says nothing of y against x.
    "a:a>x*1+a>y*1 b-x:b>y*1, '', x*1 y*1",
    // Nor what is used last anyway.
    "a:a>x*1+a>y*1 b:b>y*1, b>x, x*1 y*1",
    // Two agree that y comes first, one contradicts: it is left out, with what only it takes.
    "b:b>y*1 c:c>y*1 d:d>x*1, '', y*1",
    "b:b>x*1 c:c>x*1 d:d>y*1, '', x*1",
    "b:b>y*1 c:c>y*1 d:d>x*1 e-x:e>y*3, '', y*3",
  })
  void whatWasTakenCameBeforeWhatWasLeft(String losses, String last, String order) {
    assertEquals(order, order(losses, last));
  }
}
