import {
    ACMClient,
    AddTagsToCertificateCommand,
    DeleteCertificateCommand,
    DescribeCertificateCommand,
    ImportCertificateCommand,
    ListTagsForCertificateCommand,
    RemoveTagsFromCertificateCommand,
    RequestCertificateCommand,
} from "@aws-sdk/client-acm";
import type {
    CertificateDetail,
    CertificateOptions,
    DomainValidation,
    KeyAlgorithm,
    ValidationMethod,
} from "@aws-sdk/client-acm";
import type { Properties } from "../../../provider/types";
import { unlessGone } from "../../errors";
import type { HandlerContext } from "../../handler";
import { resource } from "../shared/resource";
import { changeTags, tagProperties, wantedTags } from "../shared/tags";
import { until } from "../shared/wait";

export const acm = (context: HandlerContext): ACMClient => context.client(ACMClient);

export async function findCertificate(arn: string, context: HandlerContext): Promise<CertificateDetail | undefined> {
    const answer = await unlessGone(acm(context).send(new DescribeCertificateCommand({ CertificateArn: arn })));
    return answer?.Certificate;
}

async function request(inputs: Properties, context: HandlerContext): Promise<string> {
    const options = inputs.options as { certificateTransparencyLoggingPreference?: string } | undefined;
    const preference = options?.certificateTransparencyLoggingPreference;
    const { CertificateArn } = await acm(context).send(
        new RequestCertificateCommand({
            DomainName: inputs.domainName as string,
            SubjectAlternativeNames: inputs.subjectAlternativeNames as string[] | undefined,
            ValidationMethod: inputs.validationMethod as ValidationMethod | undefined,
            KeyAlgorithm: inputs.keyAlgorithm as KeyAlgorithm | undefined,
            CertificateAuthorityArn: inputs.certificateAuthorityArn as string | undefined,
            Options:
                preference === undefined
                    ? undefined
                    : {
                          CertificateTransparencyLoggingPreference:
                              preference as CertificateOptions["CertificateTransparencyLoggingPreference"],
                      },
            Tags: wantedTags(inputs),
        }),
    );
    return CertificateArn ?? "";
}

async function upload(inputs: Properties, context: HandlerContext, arn?: string): Promise<string> {
    const bytes = (text: unknown): Uint8Array | undefined =>
        text === undefined ? undefined : Buffer.from(text as string);
    const { CertificateArn } = await acm(context).send(
        new ImportCertificateCommand({
            CertificateArn: arn,
            Certificate: bytes(inputs.certificateBody),
            PrivateKey: bytes(inputs.privateKey),
            CertificateChain: bytes(inputs.certificateChain),
            Tags: arn === undefined ? wantedTags(inputs) : undefined,
        }),
    );
    return CertificateArn ?? "";
}

export const certificate = resource({
    type: "aws:acm/certificate:Certificate",
    // CloudFormation changes nothing of a certificate but its tags and options, yet does not say so of these.
    replaceOn: ["validationMethod", "validationOptions"],
    // CloudFormation knows no imported certificates; these are imported again under the same ARN.
    updatable: ["certificateBody", "certificateChain", "privateKey"],
    secretOutputs: ["privateKey"],

    async create(inputs, context) {
        const arn = await (inputs.certificateBody === undefined ? request(inputs, context) : upload(inputs, context));
        await until(
            `certificate ${arn} to be known`,
            async () => {
                const found = await findCertificate(arn, context);
                return found?.Type === "AMAZON_ISSUED" && found.DomainValidationOptions === undefined
                    ? undefined
                    : found;
            },
            context,
        );
        return arn;
    },

    async describe(id, recorded, context) {
        const found = await findCertificate(id, context);
        if (found === undefined) {
            return undefined;
        }
        const { Tags } = await acm(context).send(new ListTagsForCertificateCommand({ CertificateArn: id }));
        const names = alternativeNames(found, recorded);
        return {
            arn: id,
            domainName: found.DomainName,
            subjectAlternativeNames: names,
            domainValidationOptions: validationOptions(found, [found.DomainName ?? "", ...names]),
            // The emulator makes RSA keys whatever it is asked for.
            keyAlgorithm: recorded.keyAlgorithm ?? found.KeyAlgorithm,
            notAfter: found.NotAfter?.toISOString() ?? "",
            notBefore: found.NotBefore?.toISOString() ?? "",
            options: recorded.options ?? {
                certificateTransparencyLoggingPreference: found.Options?.CertificateTransparencyLoggingPreference,
            },
            pendingRenewal: false,
            renewalEligibility: found.RenewalEligibility,
            renewalSummaries: [],
            status: found.Status,
            type: found.Type,
            validationEmails: [],
            validationMethod: recorded.validationMethod ?? (found.Type === "AMAZON_ISSUED" ? "DNS" : "NONE"),
            ...tagProperties(recorded, Tags),
        };
    },

    async update(id, old, inputs, context) {
        if (inputs.certificateBody !== undefined && inputs.certificateBody !== old.certificateBody) {
            await upload(inputs, context, id);
        }
        await changeTags(old, inputs, {
            set: (Tags) => acm(context).send(new AddTagsToCertificateCommand({ CertificateArn: id, Tags })),
            remove: (keys) =>
                acm(context).send(
                    new RemoveTagsFromCertificateCommand({ CertificateArn: id, Tags: keys.map((Key) => ({ Key })) }),
                ),
        });
    },

    async delete(id, _state, context) {
        await unlessGone(acm(context).send(new DeleteCertificateCommand({ CertificateArn: id })));
    },
});

/** The main name is always among the certificate's names; in the state it is only where the program wrote it too. */
function alternativeNames(found: CertificateDetail, recorded: Properties): string[] {
    const asked = recorded.subjectAlternativeNames as string[] | undefined;
    const names = [...(found.SubjectAlternativeNames ?? [])].sort();
    return asked === undefined || asked.includes(found.DomainName ?? "")
        ? names
        : names.filter((name) => name !== found.DomainName);
}

/** In the order of the names: the API's own differs from one answer to the next. */
function validationOptions(found: CertificateDetail, names: string[]): Properties[] {
    const options = new Map<string | undefined, DomainValidation>(
        (found.DomainValidationOptions ?? []).map((option) => [option.DomainName, option]),
    );
    return [...new Set(names)].flatMap((name) => {
        const dns = options.get(name)?.ResourceRecord;
        return dns === undefined
            ? []
            : [
                  {
                      domainName: name,
                      resourceRecordName: dns.Name,
                      resourceRecordType: dns.Type,
                      resourceRecordValue: dns.Value,
                  },
              ];
    });
}
