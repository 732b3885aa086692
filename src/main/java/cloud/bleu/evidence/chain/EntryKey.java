package cloud.bleu.evidence.chain;

/** Keys in the content of entries that several readers and writers share. */
public final class EntryKey {

  /** Of an entry about another one: the number of that one. */
  public static final String ENTRY = "entry";

  /** Of the beginning of an export: the cluster, by the uid of its namespace kube-system. */
  public static final String ORIGIN = "origin";

  /** Of what was not exported: the hash of the last entry before it. */
  public static final String AFTER = "after";

  /** Of an entry about a lost baseline: which document. */
  public static final String WHY = "why";

  /** Number of the entry of the last checkpoint. */
  public static final String SIGNED = "signed";

  private EntryKey() {}
}
