package cloud.bleu.translate.finding;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.api.v1alpha1.Provenance;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

/** Who says so, for rules and for what is recorded. */
class FactsTest {

  /** It is hidden where it is shown: a rule may ask for it, and a document leads there. */
  @Test
  void sourceIsAsItIsWritten() {
    String source = "https://register.example/acme?key=4711";
    Provenance stated = new Provenance("Contract", source, "2026-11-01", null, null);
    Findings findings =
        new Findings(
            new ObjectRef("CloudProvider", null, "acme"), new ArrayList<>(), new ArrayList<>());
    assertEquals(source, Facts.provenance(stated, "spec.provenance", findings).source());
  }
}
