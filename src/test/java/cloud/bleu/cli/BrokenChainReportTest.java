package cloud.bleu.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.cli.terminal.ExitCode;
import cloud.bleu.evidence.chain.ChainLine;
import cloud.bleu.evidence.chain.ChainNote;
import cloud.bleu.evidence.chain.EntryKinds;
import cloud.bleu.evidence.chain.EvidenceFiles;
import cloud.bleu.evidence.export.ChainExport;
import cloud.bleu.ledger.RecordedDays;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Who gets one file only sees in it that the chain is broken, in each format, and in both cases.
 */
class BrokenChainReportTest {
  @TempDir private Path folder;
  private Path export;
  private Path ledger;

  @BeforeEach
  void export() throws IOException {
    export = folder.resolve("evidence");
    ledger = Files.writeString(folder.resolve("ledger.yaml"), ledger(0, DIGEST, ""));
    try (ChainExport open = ChainExport.open(export)) {
      RecordedDays days = new RecordedDays(open);
      for (String workloads : List.of("1", "2", "3", "4")) {
        days.note(
            ChainNote.of(EntryKinds.HEARTBEAT, Map.of("workloads", workloads)),
            "2026-11-24T11:0" + workloads + ":00Z");
      }
    }
  }

  @Test
  void anEntryThatSomebodyChanged() throws IOException {
    edit(text -> text.replace("\"workloads\":\"2\"", "\"workloads\":\"9\""));
    broken(
        "EntryChanged",
        "chain/00000000000000000001.jsonl line 2 (entry 2)",
        "entry 2 is not the one that entry 3 names");
  }

  @Test
  void anEntryThatSomebodyTookAway() throws IOException {
    edit(text -> text.replaceFirst("(?m)^.*\"workloads\":\"3\".*\n", ""));
    broken(
        "EntriesMissing",
        "chain/00000000000000000001.jsonl line 3 (entry 4)",
        "no line has the numbers from 3 to 3");
  }

  /** Whoever cuts an export cuts its checkpoints as well; the ledger of the cluster still knows. */
  @Test
  void lastEntriesThatTheLedgerKnows() throws IOException {
    Files.writeString(ledger, ledger(4, hash(4), ""));
    assertEquals("unbroken", Reports.prop(result(report("oscal")), "decision-chain"));
    String named = hash(3);
    edit(text -> text.replaceFirst("(?m)^.*\"workloads\":\"4\".*\n", ""));
    broken("Truncated", "DecisionLedger decisions", "entries 4 to 4 are missing");
    // The fourth waits in the ledger still: it is not exported yet.
    Files.writeString(ledger, ledger(4, DIGEST, waiting(4, named)));
    assertEquals("unbroken", Reports.prop(result(report("oscal")), "decision-chain"));
    // Another chain of the same length.
    Files.writeString(ledger, ledger(4, DIGEST, waiting(4, DIGEST)));
    broken(
        "EntryChanged",
        "chain/00000000000000000001.jsonl line 3 (entry 3)",
        "entry 3 is not the one that DecisionLedger decisions names");
  }

  private static final String DIGEST = "sha256:" + "1".repeat(64);

  private String hash(int sequence) throws IOException {
    return ChainLine.read(
            Files.readAllLines(EvidenceFiles.segments(export).get(0)).get(sequence - 1))
        .hash();
  }

  private static String ledger(int sequence, String head, String records) {
    return """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: DecisionLedger
        metadata: {name: decisions}
        spec: {sequence: %d, headHash: "%s", records: [%s]}
        """
        .formatted(sequence, head, records);
  }

  private static String waiting(int sequence, String previous) {
    return "{sequence: %d, previous: \"%s\", kind: Heartbeat, time: \"2026-11-24T11:04:00Z\"}"
        .formatted(sequence, previous);
  }

  @Test
  void anUnbrokenChainIsSaidToBeThatAndNoMore() {
    Typed oscal = report("oscal");
    JsonNode result = result(oscal);
    assertEquals("unbroken", Reports.prop(result, "decision-chain"));
    assertTrue(
        result
            .path("props")
            .findValuesAsText("remarks")
            .contains(
                "Each entry names the one before it. Signatures are not looked at here: bleu verify does that."),
        result.path("props").toString());
    assertFalse(oscal.out().contains("decision chain"), oscal.out());
    assertEquals("", oscal.err());
    assertEquals(
        0,
        Reports.csv(report("csv").out()).stream()
            .filter(r -> r.get("use").equals("Chain"))
            .count());
  }

  @Test
  void withoutEvidenceNothingIsSaidOfAChain() {
    Typed oscal = Typed.bleu("report", "-f", "examples/hospital", "-o", "oscal");
    assertEquals("", Reports.prop(result(oscal), "decision-chain"));
  }

  private void broken(String code, String where, String message) {
    Typed oscal = report("oscal");
    assertEquals(List.of(), OscalDocumentsTest.problems(oscal.out()));
    JsonNode result = result(oscal);
    assertEquals("broken", Reports.prop(result, "decision-chain"));
    JsonNode observation = titled(result.path("observations"));
    assertTrue(observation.path("description").asText().contains(message), observation.toString());
    assertEquals(code, Reports.prop(observation, "code"));
    assertEquals(where, Reports.prop(observation, "where"));
    JsonNode risk = titled(result.path("risks"));
    assertEquals("open", risk.path("status").asText());
    assertTrue(risk.path("statement").asText().contains("bleu verify"), risk.toString());
    assertEquals(
        observation.path("uuid"),
        risk.path("related-observations").path(0).path("observation-uuid"));
    said(oscal, code, where);

    Typed csv = report("csv");
    Map<String, String> record =
        Reports.csv(csv.out()).stream()
            .filter(r -> r.get("use").equals("Chain"))
            .findFirst()
            .orElseThrow(() -> new AssertionError("no record of the chain: " + csv.out()));
    assertEquals("Broken", record.get("state"));
    assertEquals(code, record.get("code"));
    assertEquals(where, record.get("source"));
    assertTrue(record.get("message").contains(message), record.get("message"));
    said(csv, code, where);

    Typed page = report("json");
    assertEquals(
        code + " " + where, Reports.json(page.out()).path("chain").path("faults").path(0).asText());
    said(page, code, where);
  }

  /** For who types it; the exit code stays that of a report that was written. */
  private void said(Typed typed, String code, String where) {
    assertEquals(ExitCode.OK, typed.code());
    assertEquals(
        "note: "
            + export
            + ": the chain of decisions is broken: "
            + code
            + " at "
            + where
            + "; the report says so; bleu verify "
            + export
            + " says what can still be proven\n",
        typed.err());
  }

  private Typed report(String kind) {
    return Typed.bleu(
        "report",
        "-f",
        "examples/hospital",
        "-f",
        ledger.toString(),
        "-o",
        kind,
        "--evidence",
        export.toString());
  }

  private static JsonNode result(Typed oscal) {
    return Reports.json(oscal.out()).path("assessment-results").path("results").path(0);
  }

  private static JsonNode titled(JsonNode all) {
    for (JsonNode one : all) {
      if (one.path("title").asText().startsWith("The chain of decisions is broken")) {
        return one;
      }
    }
    throw new AssertionError("nothing says that the chain is broken: " + all);
  }

  private void edit(UnaryOperator<String> edit) throws IOException {
    Path segment = EvidenceFiles.segments(export).get(0);
    String before = Files.readString(segment);
    String after = edit.apply(before);
    assertFalse(before.equals(after));
    Files.writeString(segment, after);
  }
}
