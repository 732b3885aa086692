package cloud.bleu.cli.input;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import cloud.bleu.cli.terminal.BadInputException;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KnownZonesTest {

  private static String noted(Supplier<List<String>> zones) {
    StringWriter err = new StringWriter();
    try (PrintWriter writer = new PrintWriter(err)) {
      KnownZones.require("par-1", zones, writer);
    }
    return err.toString().strip();
  }

  private static String refused(String name, List<String> zones) {
    StringWriter err = new StringWriter();
    return assertThrows(
            BadInputException.class,
            () -> KnownZones.require(name, () -> zones, new PrintWriter(err)))
        .lines()
        .get(0);
  }

  @Test
  void zoneThatIsThereIsTaken() {
    assertEquals("", noted(() -> List.of("lyo-1", "par-1")));
  }

  @Test
  void nameThatNoZoneHasIsRefusedWithTheNearest() {
    assertEquals(
        "there is no AvailabilityZone \"par-l\"; did you mean par-1?",
        refused("par-l", List.of("lyo-1", "par-1")));
    assertEquals(
        "there is no AvailabilityZone \"north\"; there are lyo-1, par-1",
        refused("north", List.of("lyo-1", "par-1")));
    assertEquals(
        "there is no AvailabilityZone \"north\"; this cluster has none",
        refused("north", List.of()));
    assertEquals(
        "there is no AvailabilityZone \"north\"; there are z0, z1, z2, z3, z4, z5, z6, z7, z8, z9 and"
            + " 5 more",
        refused("north", IntStream.range(0, 15).mapToObj(i -> "z" + i).toList()));
  }

  @Test
  void whoMayNotListZonesIsToldThatNobodyLooked() {
    assertEquals(
        "note: not seen: whether there is an AvailabilityZone \"par-1\", as the zones cannot be listed:"
            + " carol may not list them",
        noted(
            () -> {
              throw new KubernetesClientException(
                  "no", 403, new StatusBuilder().withMessage("carol may not list them").build());
            }));
  }
}
