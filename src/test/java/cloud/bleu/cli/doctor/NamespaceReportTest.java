package cloud.bleu.cli.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.cli.terminal.Format;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What is said first of a cluster in which nothing can be refused. */
class NamespaceReportTest {

  @Test
  void whatEnforcesNothingIsSaidFirst() {
    NamespaceReport report =
        new NamespaceReport(
            "shop", "Enforce", List.of(), List.of(), new TreeSet<>(List.of("pods", "claims")));
    assertEquals(
        """
        Nothing is enforced in this cluster: admission policies are missing or do not refuse: claims, pods
        shop: governed Enforce, Enforce would refuse nothing
        Next: install or upgrade the chart with admission.enabled=true, then look again
        """,
        report.text(Format.WIDE).replaceAll("\\n  +", " "));
    assertEquals(List.of("claims", "pods"), report.tree().get("admissionMissing"));
  }
}
