package cloud.bleu.cli.draft;

import cloud.bleu.translate.finding.Problem;
import java.time.LocalDate;

/**
 * One thing that an inventory states of a cluster.
 *
 * @param key name of the property, claim, label or field
 * @param word what it is there, such as {@code property}
 * @param asOf the day on which it was seen at the cluster, else the day on which it is read
 */
record InventoryStatement(String key, String word, String value, LocalDate asOf) {

  /** In words, quoted, for it is written by whoever may write the inventory. */
  String said() {
    return word + " " + Problem.quote(key);
  }
}
