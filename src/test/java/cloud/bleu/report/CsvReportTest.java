package cloud.bleu.report;

import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.evidence.assessment.Assessment;
import cloud.bleu.evidence.change.RemovedFact;
import cloud.bleu.evidence.change.ReportedChain;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What of a text that somebody else wrote stands in a cell. */
class CsvReportTest {

  /** An export is read before anybody checked it: what it says, and what the cell is. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Contract|Contract",
        "=1+1|'=1+1",
        "+1|'+1",
        "-1|'-1",
        "@x|'@x",
        "\t=1|'=1",
        "\n=1|'=1",
        "x\n2026,forged|\"x 2026,forged\"",
        "x\ry|x y",
        "x\r\n=y|x  =y",
        "\uFF1D1|'\uFF1D1",
        "\uFF0B1|'\uFF0B1",
        "\uFF0D1|'\uFF0D1",
        "\uFF20x|'\uFF20x",
        "https://user:p@ss@host/|https://***@host/",
      })
  void cellIsNoFormulaAndNoCredential(String said) {
    int bar = said.indexOf('|');
    Instant at = Instant.parse("2026-11-29T12:00:00Z");
    RemovedFact fact =
        new RemovedFact(
            1, at.toString(), "CloudProvider", "acme", "spec", said.substring(0, bar), "", "gone");
    String csv =
        CsvReport.of(
            new Assessment(at, List.of(), new TreeMap<>()),
            new ReportedChain(List.of(fact), List.of()),
            List.of());
    String cell = ",spec of CloudProvider acme," + said.substring(bar + 1) + ",";
    assertTrue(csv.contains(cell), csv);
  }
}
