package cloud.bleu.operator.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.api.v1alpha1.AvailabilityZoneStatus.Probe;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The series that there are after a row of events: none for a probe that is not there any more. */
class ProbeGaugesTest {

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final ProbeGauges gauges = new ProbeGauges(registry);

  /**
   * Events: {@code a.p=Fails} and so on is what is shown, {@code -} nothing, and {@code !a.p} a
   * question that was not answered.
   */
  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a.p=Answers                        | failing a.p 0
          a.p=Fails                          | failing a.p 1
          a.p=Unclear                        | failing a.p 1
          a.p=NotAsked                       | failing a.p 0
          a.p=NotAllowed                     | failing a.p 0
          a.p=Answers; a.p=Fails             | failing a.p 1
          a.p=Fails; !a.p; !a.p              | failing a.p 1, misses a.p 2
          # A probe is gone, a zone is gone.
          a.p=Fails,a.q=Fails; !a.p; !a.q; a.q=Fails | failing a.q 1, misses a.q 1
          a.p=Fails,b.p=Fails; !a.p; !b.p; b.p=Fails | failing b.p 1, misses b.p 1
          a.p=Fails; !a.p; -                 | ''
          # What was asked before it went ends later.
          a.p=Fails; -; !a.p; -              | ''
          a.p=Fails,b.p=Fails; b.p=Fails; !a.p; b.p=Fails | failing b.p 1
          # It comes back, and begins at none.
          a.p=Fails; !a.p; -; a.p=Answers; !a.p | failing a.p 0, misses a.p 1
          """)
  void series(String events, String expected) {
    for (String event : events.split("; ")) {
      if (event.startsWith("!")) {
        gauges.missed(event.substring(1, 2), event.substring(3));
      } else {
        gauges.show(readings(event));
      }
    }
    assertEquals(
        expected,
        registry.getMeters().stream()
            .map(ProbeGaugesTest::series)
            .sorted()
            .collect(Collectors.joining(", ")));
  }

  private static String series(Meter meter) {
    String name = meter.getId().getName();
    return name.substring(name.lastIndexOf('.') + 1)
        + " "
        + meter.getId().getTag("zone")
        + "."
        + meter.getId().getTag("probe")
        + " "
        + (int) meter.measure().iterator().next().getValue();
  }

  private static Map<String, List<Probe>> readings(String event) {
    Map<String, List<Probe>> readings = new HashMap<>();
    for (String one : event.equals("-") ? new String[0] : event.split(",")) {
      readings
          .computeIfAbsent(one.substring(0, 1), z -> new ArrayList<>())
          .add(new Probe(one.substring(2, 3), one.substring(4), null, null));
    }
    return readings;
  }
}
