package cloud.bleu.status;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.status.fault.PodFault;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplicaReadinessTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a        | in a: no room
          a b      | in a, b: no room
          a b c=x  | in a, b: no room; in c: x
          a=1 b=2 c=3 d=4 | in a: 1; in b: 2; in c: 3; and others elsewhere
          """)
  void zonesWithTheSameFaultAreToldTogether(String zones, String told) {
    var faults = new java.util.TreeMap<String, PodFault>();
    Stream.of(zones.split(" "))
        .forEach(
            z ->
                faults.put(
                    z.split("=")[0],
                    new PodFault(
                        PodFault.Stage.Scheduling,
                        "Unschedulable",
                        z.contains("=") ? z.split("=")[1] : "no room")));
    assertEquals(told, ReplicaReadiness.told(faults));
  }
}
