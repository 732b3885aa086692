package cloud.bleu.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the how-to guides have people do to files. */
class HowToOnFilesTest {

  private static final Path EXPIRY = Path.of("examples/expiry/archive.yaml");

  /** As it stands in the guide: basis and source stay, and the day is that of today. */
  @Test
  void aFactIsConfirmedInItsFileAndNothingElseChanges(@TempDir Path folder) throws IOException {
    Path file = Files.copy(EXPIRY, folder.resolve("provider.yaml"));
    String command =
        DocumentedCommands.of(
            Path.of("docs/how-to/expiring-qualification.md"), "./bleu facts confirm");
    Typed typed =
        Typed.bleu(
            command
                .replace("./bleu ", "")
                .replace("'", "")
                .replace("provider.yaml", file.toString())
                .split(" "));
    assertEquals(0, typed.code(), typed.err());
    List<String> before = Files.readAllLines(EXPIRY);
    List<String> after = Files.readAllLines(file);
    assertEquals(before.size(), after.size());
    List<String> changed = new ArrayList<>();
    for (int i = 0; i < before.size(); i++) {
      if (!before.get(i).equals(after.get(i))) {
        changed.add(before.get(i).replace("2026-11-02", "2026-11-24"));
        assertEquals(changed.get(changed.size() - 1), after.get(i));
      }
    }
    assertEquals(1, changed.size(), changed.toString());
    assertTrue(changed.get(0).contains("RegulatorList"), changed.get(0));
  }

  /** The policy of the guide, and the expression that it has people try. */
  @Test
  void aPolicyIsTriedBeforeItIsApplied(@TempDir Path folder) throws IOException {
    Path page = Path.of("docs/how-to/write-a-policy.md");
    Path policy =
        Files.writeString(
            folder.resolve("policy.yaml"),
            DocumentedCommands.yaml(page, "kind: SovereigntyPolicy"));
    Typed supposed =
        Typed.bleu(
            DocumentedCommands.of(page, "./bleu what-if")
                .replace("./bleu ", "")
                .replace("policy.yaml", policy.toString())
                .split(" "));
    assertEquals(0, supposed.code(), supposed.err());
    for (String shown :
        List.of(
            "What if SovereigntyPolicy health-data is added",
            "workloads in breach               0         5",
            "ExpressionFalse: the marne can flood zone ct-az06")) {
      assertTrue(supposed.out().contains(shown), supposed.out());
    }
    Typed tried =
        Typed.bleu(
            "rules",
            "--try",
            DocumentedCommands.of(page, "./bleu rules -f").split("\"")[1],
            "-f",
            "examples/hospital");
    assertTrue(tried.out().contains("Unknown FieldMissing"), tried.out() + tried.err());
    assertTrue(Typed.bleu("rules", "key-custody").out().contains("CustomerExternal"));
  }

  /** A waiver that is approved keeps the workload where it is; without approval it moves. */
  @Test
  void onlyAnApprovedWaiverKeepsTheWorkloadWhereItIs() throws IOException {
    String waiver = Files.readString(Path.of("examples/waiver/late.yaml"));
    String approved = waiver.replace("requestedBy: anne", "requestedBy: anne\n  approvedBy: bruno");
    for (Map.Entry<String, String> one :
        Map.of(waiver, "beta-1=1, beta-2=1", approved, "alpha-1=1, alpha-2=1").entrySet()) {
      Typed typed =
          Typed.withInput(
              one.getKey(), "plan", "-f", "examples/expiry", "-f", "-", "--at", "2027-02-20");
      assertEquals(0, typed.code(), typed.err());
      assertTrue(typed.out().contains(one.getValue()), typed.out());
    }
  }

  /** What the guide shows is what the example has. */
  @Test
  void theGuideOnWaiversShowsTheExample() throws IOException {
    String example = Files.readString(Path.of("examples/waiver/late.yaml"));
    String shown =
        DocumentedCommands.yaml(Path.of("docs/how-to/waiver.md"), "kind: SovereigntyWaiver");
    assertTrue(example.endsWith(shown), shown);
  }
}
