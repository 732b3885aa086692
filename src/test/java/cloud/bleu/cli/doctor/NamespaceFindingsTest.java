package cloud.bleu.cli.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.cli.terminal.Format;
import cloud.bleu.delivery.gate.ChartPolicies;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of a cluster in which nothing can be refused, or not everything. */
class NamespaceFindingsTest {

  private static final SortedSet<String> ALL =
      ChartPolicies.missing(ChartPolicies.ALL, List.of(), List.of());

  @Test
  void whatEnforcesNothingIsSaidFirst() {
    assertEquals(
        """
        Nothing is enforced in this cluster: admission policies are missing or do not refuse: %s
        shop: governed Enforce, Enforce would refuse nothing
        Next: install or upgrade the chart with admission.enabled=true, then look again
        """
            .formatted(Installation.named(ALL)),
        text(ALL));
    assertEquals(List.copyOf(ALL), report(ALL).tree().get("admissionMissing"));
  }

  /** One policy or binding that is there refuses: then not nothing is. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "ValidatingAdmissionPolicy drills",
        "ValidatingAdmissionPolicyBinding selections",
        "ValidatingAdmissionPolicy pods",
        "ValidatingAdmissionPolicyBinding enforce.bindings"
      })
  void oneThatIsMissingIsNotAll(String missing) {
    SortedSet<String> one = new TreeSet<>(List.of(missing + ".placement.bleu.cloud"));
    assertTrue(
        text(one)
            .startsWith(
                "Not everything is enforced in this cluster: admission policies are missing or do not"
                    + " refuse: "
                    + missing),
        text(one));
    SortedSet<String> others = new TreeSet<>(ALL);
    others.removeIf(name -> name.contains("claims"));
    assertTrue(text(others).startsWith("Not everything is enforced"), text(others));
    SortedSet<String> gates = new TreeSet<>(ALL);
    gates.removeIf(name -> !name.startsWith("ValidatingAdmissionPolicyBinding enforce."));
    assertTrue(text(gates).startsWith("Nothing is enforced"), text(gates));
  }

  @Test
  void whereNobodyLookedThatIsSaid() {
    assertEquals(
        """
        shop: governed Enforce, Enforce would refuse nothing
        Next: nothing is left to do where the admission policies are there, which was not looked at
        """,
        text(null));
    assertNull(report(null).tree().get("admissionMissing"));
    assertTrue(report(null).tree().containsKey("admissionMissing"));
    assertTrue(text(new TreeSet<>()).endsWith("\nNext: nothing is left to do\n"));
  }

  private static String text(@Nullable SortedSet<String> missing) {
    return report(missing).text(Format.WIDE, Map.of()).replaceAll("\\n  +", " ");
  }

  private static NamespaceFindings report(@Nullable SortedSet<String> missing) {
    return new NamespaceFindings(
        "shop", "Enforce", List.of(), List.of(), NamespaceFindings.Unseen.NONE, missing);
  }
}
