package cloud.bleu.placement.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.placement.model.Closure;
import cloud.bleu.placement.model.DeliveryWay;
import cloud.bleu.placement.model.Zone;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules about how what is decided gets to a zone, and whether it is kept to there. */
class DeliveryRulesTest {

  @ParameterizedTest
  @CsvSource({
    "Nodes, true, true, NotApplicable",
    "Cluster, true, true, Pass",
    "Cluster, false, false, Pass",
    "ManifestWork, true, true, Reject SecretInOrder",
    "ManifestWork, false, true, Pass",
    "ManifestWork, false, false, Pass",
    "Karmada, false, true, Unknown SecretsUnseen",
    "Karmada, false, false, Pass",
  })
  void noSecretStandsInAnOrder(
      DeliveryWay way, boolean companion, boolean mentioned, String expected) {
    Case c = new Case();
    c.secrets = new Closure.Secrets(companion ? List.of("credentials") : List.of(), mentioned);
    c.delivery = new Zone.Delivery(way, null);
    assertEquals(expected, c.ask(new CompanionsDeclared()));
  }

  @Test
  void secretsThatWouldStandThereAreNamed() {
    Case c = new Case();
    c.secrets = new Closure.Secrets(List.of("a", "b"), true);
    c.delivery = new Zone.Delivery(DeliveryWay.ManifestWork, null);
    String said = c.verdict(new CompanionsDeclared()).message();
    assertTrue(said.contains("a, b would stand in a ManifestWork"), said);
  }

  @ParameterizedTest
  @CsvSource({
    "Nodes, , NotApplicable",
    "Cluster, true, Pass",
    "Cluster, false, Reject GateNotEnforced",
    "Cluster, , Unknown GateUnknown",
    "Karmada, , Unknown GateUnknown",
    "ManifestWork, , Unknown GateUnknown",
  })
  void gateIsWhereTheZoneIs(DeliveryWay way, Boolean gated, String expected) {
    Case c = new Case();
    c.delivery = new Zone.Delivery(way, gated);
    assertEquals(expected, c.ask(new GateEnforced()));
  }
}
