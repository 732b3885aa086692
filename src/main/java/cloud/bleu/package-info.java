/** The Bleu placement operator. */
package cloud.bleu;
