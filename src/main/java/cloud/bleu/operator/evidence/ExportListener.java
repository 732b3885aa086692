package cloud.bleu.operator.evidence;

import cloud.bleu.evidence.chain.ChainLine;
import cloud.bleu.evidence.change.NotesInForce;
import cloud.bleu.evidence.export.ChainExport;
import cloud.bleu.evidence.export.ChainKnowledge;
import org.jspecify.annotations.Nullable;

/** Is told what becomes of the export. */
interface ExportListener {
  /** The directory is open: its last entry, and what the chain knows. */
  void opened(@Nullable ChainLine last, ChainKnowledge known, NotesInForce stood);

  /** Entries are on the disk up to this one. */
  void kept(ChainExport export, ChainLine last);

  /** There is something to say in the chain. */
  void unsaid();

  /**
   * What was signed is not in the directory.
   *
   * @param kind of the entry that says so
   * @param what a sentence
   */
  void gone(String kind, String what);

  /** It does not work, null: it works again. */
  void failing(@Nullable String why);
}
