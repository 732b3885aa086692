package cloud.bleu.report.html;

import cloud.bleu.report.page.PageWorkload;
import java.util.stream.Collectors;

/** What a cell of the table of workloads and zones says, in a shape, in letters and in words. */
public final class CellText {
  private static final int LETTERS = 26;

  private final PageView view;

  CellText(PageView view) {
    this.view = view;
  }

  /** The letter by which a cell refers to a finding: a to z, then aa. */
  public String letter(int place) {
    String last = String.valueOf((char) ('a' + place % LETTERS));
    return place < LETTERS ? last : letter(place / LETTERS - 1) + last;
  }

  /** The letters of a cell. */
  public String letters(PageWorkload.Cell cell) {
    return cell.findings().stream().map(this::letter).collect(Collectors.joining(" "));
  }

  /** The codes of a cell, each once. */
  public String codes(PageWorkload workload, PageWorkload.Cell cell) {
    return cell.findings().stream()
        .map(i -> workload.findings().get(i).code())
        .distinct()
        .collect(Collectors.joining(", "));
  }

  /** What a cell says in words. */
  public String title(PageWorkload workload, PageWorkload.Cell cell) {
    String codes = codes(workload, cell);
    return cell.zone()
        + ": "
        + view.word("cell." + cell.use())
        + (cell.replicas() > 0 ? " (" + cell.replicas() + ")" : "")
        + (codes.isEmpty() ? "" : ", " + codes);
  }

  /** Where a workload runs: {@code ct-az06 3, ct-az07 3}. */
  public String runs(PageWorkload workload) {
    return workload.cells().stream()
        .filter(c -> c.replicas() > 0)
        .map(c -> c.zone() + " " + c.replicas())
        .collect(Collectors.joining(", "));
  }

  /** The shape of a cell, so that nobody needs to see colours. */
  public String mark(PageWorkload.Use use) {
    return switch (use) {
      case Runs -> "●";
      case Warned -> "◐";
      case Waived -> "◆";
      case BreakGlass -> "▼";
      case Breach -> "▲";
      case Open -> "○";
      case Refused -> "×";
    };
  }
}
