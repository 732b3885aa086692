package cloud.bleu.cli.plan;

import cloud.bleu.cli.terminal.Table;
import cloud.bleu.evidence.chain.ChainFault;
import cloud.bleu.evidence.chain.EntryRange;
import cloud.bleu.evidence.chain.KeyUse;
import cloud.bleu.evidence.change.RemovedFact;
import cloud.bleu.evidence.verification.VerificationReport;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What `bleu verify` prints. */
public final class VerificationText {

  /** Removed facts that people get to read one by one. */
  private static final int MOST_FACTS = 20;

  private VerificationText() {}

  /** How many facts were removed for which somebody had vouched. */
  static String removed(int count) {
    return count == 0
        ? "no fact was removed for which somebody had vouched"
        : count == 1
            ? "1 fact was removed or weakened for which somebody had vouched"
            : count + " facts were removed or weakened for which somebody had vouched";
  }

  /**
   * For people.
   *
   * @param whole whether all of it has to be signed
   */
  public static String of(VerificationReport report, boolean whole) {
    StringBuilder text = new StringBuilder();
    text.append(headline(report, whole)).append('\n');
    content(text, report);
    signatures(text, report);
    decisions(text, report);
    report.gaps().forEach(gap -> line(text, "gap", gap));
    report.remarks().forEach(remark -> line(text, "note", remark));
    report
        .faults()
        .forEach(f -> line(text, "FAULT", f.code() + " at " + f.where() + ": " + f.message()));
    report.limits().forEach(limit -> line(text, "not seen", limit));
    return text.toString();
  }

  /** What the entries tell of, counted. */
  private static void content(StringBuilder text, VerificationReport report) {
    line(text, "entries", entries(report));
    line(text, "period", period(report));
    line(
        text,
        "workloads",
        "%s with decisions, %s of them with one in force at the end%s"
            .formatted(report.workloads(), report.inForce(), here(report)));
    line(
        text,
        "waivers",
        "%s were in force, %s of them used%s"
            .formatted(report.waivers(), report.waiversUsed(), here(report)));
    line(
        text,
        "persons",
        report.names()
            + (report.names() == 1 ? " name is" : " names are")
            + " here, bound to what stands for them");
    line(text, "facts", removed(report.removedFacts().size()) + here(report));
    report.removedFacts().stream()
        .limit(MOST_FACTS)
        .forEach(fact -> line(text, "removed", fact.sentence()));
    if (report.removedFacts().size() > MOST_FACTS) {
      line(text, "removed", "and others; -o json lists them all");
    }
  }

  /** Up to where which keys signed them, and for which cluster. */
  private static void signatures(StringBuilder text, VerificationReport report) {
    line(
        text,
        "signed",
        report.signedUpTo() == 0 ? "nothing" : "up to entry " + report.signedUpTo());
    report.keys().forEach(use -> line(text, "key", use.sentence()));
    line(
        text,
        "cluster",
        report.origin() == null
            ? "no checkpoint says of which it is"
            : report.origin() + ", as the checkpoints say (uid of its namespace kube-system)");
    if (!report.unsigned().isEmpty()) {
      line(text, "not signed", unsigned(report));
    }
    line(text, "outside", outside(report));
  }

  /** Which decisions were decided once more. */
  private static void decisions(StringBuilder text, VerificationReport report) {
    line(text, "decided again", report.replayed() + " decisions, with the same result");
    if (report.releaseChecked() > 0) {
      line(
          text,
          "checked",
          report.releaseChecked()
              + " decisions of other releases: each replica that came was allowed and had room");
    }
    report
        .notEvaluated()
        .forEach((why, n) -> line(text, "not evaluated", n + " decisions: " + why));
  }

  /** What a count is of: of entries that are not here it says nothing. */
  private static String here(VerificationReport report) {
    return report.isComplete() || report.first() == 0
        ? ""
        : ", in the entries that are here; what is not here is not known";
  }

  private static String headline(VerificationReport report, boolean whole) {
    Set<ChainFault.Code> codes = EnumSet.noneOf(ChainFault.Code.class);
    report.faults().forEach(f -> codes.add(f.code()));
    if (codes.isEmpty()) {
      return report.unsigned().isEmpty()
          ? "The chain holds."
          : "The chain holds as far as it is signed"
              + (whole ? ", and --signed asks for all of it." : ".");
    }
    if (codes.equals(EnumSet.of(ChainFault.Code.NothingToCheck))) {
      return "There is nothing to check.";
    }
    return codes.equals(EnumSet.of(ChainFault.Code.NothingSigned))
        ? "Nothing here is signed, and so nothing is proven."
        : "The chain fails verification.";
  }

  /** Of what is signed: anybody can have dated the rest. */
  private static String period(VerificationReport report) {
    return report.from() == null || report.until() == null
        ? "none that is signed"
        : report.from()
            + " to "
            + report.until()
            + (report.unsigned().isEmpty() ? "" : ", of what is signed");
  }

  private static String outside(VerificationReport report) {
    if (report.outsideUpTo() > 0) {
      return "a checkpoint kept outside holds up to entry " + report.outsideUpTo();
    }
    return report.outside() == 0
        ? "no checkpoint kept outside was given"
        : "none of %s that %s given is of an entry here, as it is"
            .formatted(
                report.outside() == 1 ? "1 checkpoint" : report.outside() + " checkpoints",
                report.outside() == 1 ? "was" : "were");
  }

  private static void line(StringBuilder text, String name, String value) {
    text.append(Table.hanging("  %-14s ".formatted(name), value));
  }

  private static String entries(VerificationReport report) {
    if (report.first() == 0) {
      return "none";
    }
    return "%s to %s, signed: %s"
        .formatted(report.first(), report.last(), counted(report.signedKinds()));
  }

  private static String counted(Map<String, Long> kinds) {
    List<String> counts = new ArrayList<>();
    kinds.forEach((kind, n) -> counts.add(n + " " + kind));
    return counts.isEmpty() ? "none" : String.join(", ", counts);
  }

  /** Which they are, by kind. */
  private static String unsigned(VerificationReport report) {
    List<String> stretches = new ArrayList<>();
    report.unsigned().forEach(stretch -> stretches.add(stretch.toString()));
    return String.join(", ", stretches)
        + ": "
        + counted(report.unsignedKinds())
        + "; the lines on workloads, waivers, facts and decisions count them too";
  }

  /** Whether a chain holds, and is signed as it is asked to be: the exit code is 0. */
  public static boolean isAsAsked(VerificationReport report, boolean whole) {
    return report.holds() && (!whole || report.isSignedToTheEnd());
  }

  /**
   * For machines.
   *
   * @param whole whether all of it has to be signed
   */
  public static Map<String, Object> tree(VerificationReport report, boolean whole) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("holds", report.holds());
    tree.put("asAsked", isAsAsked(report, whole));
    tree.put("first", report.first());
    tree.put("last", report.last());
    tree.put("head", report.head());
    tree.put("complete", report.isComplete());
    tree.put("from", report.from());
    tree.put("until", report.until());
    tree.put("entries", report.kinds());
    tree.put("entriesSigned", report.signedKinds());
    tree.put("entriesNotSigned", report.unsignedKinds());
    tree.put("signedToTheEnd", report.isSignedToTheEnd());
    tree.put("workloads", report.workloads());
    tree.put("inForce", report.inForce());
    tree.put("waivers", report.waivers());
    tree.put("waiversUsed", report.waiversUsed());
    tree.put("names", report.names());
    tree.put("removedFacts", report.removedFacts().stream().map(RemovedFact::tree).toList());
    tree.put("signedUpTo", report.signedUpTo());
    tree.put("keys", report.keys().stream().map(VerificationText::tree).toList());
    tree.put("cluster", report.origin());
    tree.put("notSigned", report.unsigned().stream().map(VerificationText::tree).toList());
    tree.put("outsideGiven", report.outside());
    tree.put("outsideUpTo", report.outsideUpTo());
    tree.put("decidedAgain", report.replayed());
    tree.put("checked", report.releaseChecked());
    tree.put("notEvaluated", report.notEvaluated());
    tree.put("gaps", report.gaps());
    tree.put("notes", report.remarks());
    tree.put("faults", report.faults().stream().map(VerificationText::tree).toList());
    tree.put("notSeen", report.limits());
    return tree;
  }

  private static Map<String, Object> tree(KeyUse use) {
    EntryRange range = use.range();
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("fingerprint", use.key());
    tree.put("checkpoints", use.checkpoints());
    tree.put("from", range == null ? null : range.from());
    tree.put("to", range == null ? null : range.to());
    return tree;
  }

  private static Map<String, Object> tree(EntryRange stretch) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("from", stretch.from());
    tree.put("to", stretch.to());
    return tree;
  }

  private static Map<String, Object> tree(ChainFault fault) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("code", fault.code().name());
    tree.put("where", fault.where());
    tree.put("message", fault.message());
    return tree;
  }
}
