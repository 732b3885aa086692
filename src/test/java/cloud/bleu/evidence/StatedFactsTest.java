package cloud.bleu.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import cloud.bleu.placement.Catalogue;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Every field that a rule declares to read is one of which a report names the provenance. */
class StatedFactsTest {

  @Test
  void everyDeclaredFieldIsKnown() {
    assertEquals(
        new TreeSet<>(
            java.util.List.of(
                "AvailabilityZone.spec.egress",
                "AvailabilityZone.spec.homologations",
                "AvailabilityZone.spec.location",
                "AvailabilityZone.spec.maintenance",
                "AvailabilityZone.spec.registries",
                "AvailabilityZone.spec.storage",
                "CloudProvider.spec.legalEntity",
                "CloudProvider.spec.offerings",
                "CloudProvider.spec.offerings[].agreement",
                "CloudProvider.spec.offerings[].layers",
                "CloudProvider.spec.offerings[].qualifications",
                "CloudProvider.spec.offerings[].services",
                "CloudProvider.spec.operations",
                "CloudProvider.spec.ownership",
                "CloudProvider.spec.suppliers")),
        Catalogue.rules().stream()
            .flatMap(r -> r.declaration().facts().stream())
            .collect(Collectors.toCollection(TreeSet::new)),
        "a rule reads another field: tell StatedFacts where its provenance stands");
  }

  @Test
  void rulesThatReadWhatOthersReadAreThere() {
    for (String id : StatedFacts.READ_WHAT_OTHERS_READ) {
      if (!id.equals("expression")) {
        assertNotNull(Catalogue.rule(id), id);
      }
    }
  }
}
