package cloud.bleu.ledger;

import cloud.bleu.api.v1alpha1.DecisionLedger;
import cloud.bleu.api.v1alpha1.DecisionLedgerSpec;
import cloud.bleu.evidence.chain.ChainLine;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How the hash of each entry begins that waits in the ledger; kept in an annotation of the
 * DecisionLedger. A server with older kinds drops fields of entries, when it stores and when it
 * tells them, but nothing of an annotation. The chain alone does not show that: the entry that
 * names the hash of one that waits may have left the ledger before it.
 */
final class PendingHashes {

  /** On the DecisionLedger: {@code 7=0a1b2c3d,9=4e5f6071}. */
  static final String ANNOTATION = "placement.bleu.cloud/pending-hashes";

  /** Enough to see what was lost by mistake; nobody is kept from a forgery by it. */
  private static final int DIGITS = 8;

  private static final int BEGIN = "sha256:".length();

  private PendingHashes() {}

  /** Writes those of a spec among the annotations of its ledger. */
  static void note(DecisionLedgerSpec spec, Map<String, String> annotations) {
    SortedMap<Long, String> hashes = of(spec);
    if (hashes.isEmpty()) {
      annotations.remove(ANNOTATION);
    } else {
      annotations.put(
          ANNOTATION,
          hashes.entrySet().stream()
              .map(each -> each.getKey() + "=" + each.getValue())
              .collect(Collectors.joining(",")));
    }
  }

  /**
   * The numbers of the entries in a ledger that are not what was sent. Those about which it says
   * nothing are left out: an operator of before this annotation wrote them.
   */
  static SortedSet<Long> lacking(DecisionLedger ledger) {
    Map<String, String> annotations = ledger.getMetadata().getAnnotations();
    String text = annotations == null ? null : annotations.get(ANNOTATION);
    SortedSet<Long> lacking = new TreeSet<>();
    if (text == null) {
      return lacking;
    }
    Map<String, String> sent = new HashMap<>();
    for (String part : text.split(",")) {
      int equals = part.indexOf('=');
      if (equals > 0) {
        sent.put(part.substring(0, equals), part.substring(equals + 1));
      }
    }
    of(ledger.getSpec())
        .forEach(
            (number, hash) -> {
              if (!sent.getOrDefault(number.toString(), hash).equals(hash)) {
                lacking.add(number);
              }
            });
    return lacking;
  }

  private static SortedMap<Long, String> of(DecisionLedgerSpec spec) {
    SortedMap<Long, String> hashes = new TreeMap<>();
    Stream.concat(
            spec.entries().stream().map(Entries::line), spec.records().stream().map(Entries::line))
        .forEach((ChainLine line) -> hashes.put(line.sequence(), begin(line.hash())));
    return hashes;
  }

  private static String begin(String hash) {
    return hash.substring(BEGIN, BEGIN + DIGITS);
  }
}
