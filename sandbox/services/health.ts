import { request as httpRequest } from "node:http";
import { request as httpsRequest, type RequestOptions } from "node:https";

const TIMEOUT_MS = 3000;

/**
 * Resolves when `url` answers 200.
 *
 * Control-plane components serve health with a certificate that they signed themselves, on loopback: what is asked is
 * whether they are ready, and nothing is told to them, so that the certificate is not checked.
 *
 * @throws Error saying what came instead
 */
export function httpOk(url: string): Promise<void> {
    return new Promise((resolve, reject) => {
        const secure = url.startsWith("https:");
        const options: RequestOptions = { timeout: TIMEOUT_MS, ...(secure ? { rejectUnauthorized: false } : {}) };
        const call = (secure ? httpsRequest : httpRequest)(url, options, (response) => {
            response.resume();
            if (response.statusCode === 200) {
                resolve();
            } else {
                reject(new Error(`${url} answers ${response.statusCode}`));
            }
        });
        call.once("timeout", () => call.destroy(new Error(`${url} does not answer within ${TIMEOUT_MS} ms`)));
        call.once("error", reject);
        call.end();
    });
}
