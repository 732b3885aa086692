package cloud.bleu.operator.karmada;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.placement.model.Quantities;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What others ask of a cluster, while its summary and the bindings tell of different moments. */
class OthersLoadTest {

  /** Looks, each {@code SECOND:ALL-OURS} in cpu, and what others ask after each of them. */
  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    // At rest: no replica of a decision is taken twice.
    "0:5-0, 5",
    "0:5-3, 2",
    "0:2-3, 0",
    // Somebody else comes and goes.
    "0:5-3 2:6-3 4:3-3, 2 3 0",
    // The binding is first: what others run is not hidden by replicas that are not summed up yet.
    "0:2-0 2:2-3 8:5-3 40:5-3, 2 2 2 2",
    // The summary is first: it is not taken for the load of others for longer than the lag.
    "0:2-0 2:5-0 4:5-3 40:5-3, 2 5 5 2",
    // Replicas leave: the binding first, and the summary first.
    "0:5-3 2:5-0 8:2-0 40:2-0, 2 2 2 2",
    "0:5-3 2:2-3 4:2-0 40:2-0, 2 0 0 2",
    // Somebody else comes while replicas do: as soon as that is certain.
    "0:2-0 2:2-3 4:9-3, 2 2 6",
    // What is reported for longer than the lag is so.
    "0:5-0 31:5-3 32:5-3 61:5-3 62:5-3, 5 5 5 5 2",
  })
  void whatOthersAskIsNeitherHiddenNorTakenTwice(String looks, String expected) {
    OthersLoad others = new OthersLoad();
    List<String> said = new ArrayList<>();
    for (String look : looks.split(" ")) {
      String[] words = look.split("[:-]");
      Quantities load =
          others.of(
              Duration.ofSeconds(Long.parseLong(words[0])).toNanos(), cpu(words[1]), cpu(words[2]));
      said.add(String.valueOf(load.get("cpu")));
    }
    assertEquals(expected, String.join(" ", said));
  }

  private static Quantities cpu(String amount) {
    return Quantities.of(Map.of("cpu", Long.parseLong(amount)));
  }
}
